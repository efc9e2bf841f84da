using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Contacts;
using RtcCluster.Edge.Hub;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>Somebody as a card shows them.</summary>
/// <param name="Name">The name.</param>
/// <param name="About">Company and position; empty when nobody said.</param>
/// <param name="Numbers">What to dial, and what each number is.</param>
/// <param name="Colleague">The user's name when it is a colleague.</param>
internal sealed record AddonPerson(string Name, string About, IReadOnlyList<(string Dial, string Label)> Numbers, string? Colleague);

/// <summary>Finds out who somebody is, among what the user may see: colleagues, the own contacts, the company's, its directory.</summary>
internal sealed class AddonPeople(IContacts contacts, IDirectory directory, VisibilityDesk visibility, ICallLogQuery log, IGrainFactory grains)
{
    private const int MostFound = 5;
    private const int MostScanned = 50;

    /// <summary>Who has an address.</summary>
    public async Task<AddonPerson?> ByAddressAsync(AddonVisit visit, string address, CancellationToken ct)
    {
        var colleagues = await directory.ListUsersAsync(visit.Caller.Tenant.Value, address, limit: MostFound, ct: ct);
        if (colleagues.Items.FirstOrDefault(user => !user.Disabled && string.Equals(user.Email, address, StringComparison.OrdinalIgnoreCase)) is { } colleague)
        {
            return Of((await visibility.ShownAsync(visit.Caller, [colleague]))[0]);
        }

        var found = await ContactsAsync(visit, address, ct);
        return found.FirstOrDefault(contact => contact.Card.Emails.Any(email => string.Equals(email.Address, address, StringComparison.OrdinalIgnoreCase))) is { } known ? Of(known) : null;
    }

    /// <summary>Who has a number.</summary>
    public async Task<AddonPerson?> ByNumberAsync(AddonVisit visit, string number, CancellationToken ct)
    {
        var found = await contacts.FindByNumbersAsync(visit.Caller.Tenant.Value, ContactBooks.Readable(visit.Caller), [number], ct);
        if (found.TryGetValue(number, out var contact))
        {
            return Of(contact);
        }

        // Whose number is not shown is not found by it.
        return await directory.FindUserByExtensionAsync(visit.Caller.Tenant.Value, number, ct) is { Disabled: false } colleague
            && (await visibility.ShownAsync(visit.Caller, [colleague]))[0] is { Extension: not null } shown
                ? Of(shown)
                : null;
    }

    /// <summary>Whose names begin so, colleagues first; five at most.</summary>
    public async Task<IReadOnlyList<AddonPerson>> ByNameAsync(AddonVisit visit, string text, CancellationToken ct)
    {
        var colleagues = await directory.ListUsersAsync(visit.Caller.Tenant.Value, text, limit: MostFound, ct: ct);
        var shown = await visibility.ShownAsync(visit.Caller, [.. colleagues.Items.Where(static user => !user.Disabled)], text);
        return [.. shown.Select(Of).Concat((await ContactsAsync(visit, text, ct)).Select(Of)).Take(MostFound)];
    }

    /// <summary>How a colleague is, as far as they show it to the user.</summary>
    public async Task<PresenceStatus> PresenceAsync(AddonVisit visit, string colleague, CancellationToken ct)
    {
        var id = new UserId(visit.Caller.Tenant, colleague);
        if (await directory.FindUserAsync(id.Tenant.Value, id.Name, ct) is not { } user)
        {
            return PresenceStatus.Offline;
        }

        var card = await grains.GetGrain<IUserGrain>(id.Key).Presence();
        var (seen, _) = await visibility.ShownAsync(visit.Caller.User, new PresenceChange(id, card) { PresenceTo = (ShownTo)user.Calls.Visibility.Presence });
        return seen.Card.Status;
    }

    /// <summary>The last calls that the user may see, with any of these numbers or at all; five at most.</summary>
    public async Task<IReadOnlyList<CallLogEntry>> CallsAsync(AddonVisit visit, IReadOnlyList<string>? numbers, CancellationToken ct)
    {
        var filter = new CallLogFilter { TenantId = visit.Caller.Tenant.Value, VisibleTo = visit.Caller.Supervises && numbers is not null ? null : visit.Caller.User.Key };
        if (numbers is null)
        {
            return await ShownAsync(visit, (await log.ListAsync(filter, limit: MostFound, ct: ct)).Items, ct);
        }

        // Whose number is not shown is not found by it here either.
        var hidden = await visibility.HiddenAsync(visit.Caller, numbers, ct);
        var calls = new List<CallLogEntry>();
        foreach (var number in numbers.Take(MostFound).Where(number => !hidden.Contains(number)))
        {
            var page = await log.ListAsync(filter with { Party = number }, limit: MostScanned, ct: ct);
            // The log looks for a part of a number: 1001 is in many.
            calls.AddRange(page.Items.Where(call => call.FromNumber == number || call.ToNumber == number));
        }

        return await ShownAsync(visit, [.. calls.DistinctBy(static call => call.CallId).OrderByDescending(static call => call.StartedAt).Take(MostFound)], ct);
    }

    /// <summary>Calls without the numbers of users who do not show theirs.</summary>
    public async Task<IReadOnlyList<CallLogEntry>> ShownAsync(AddonVisit visit, IReadOnlyList<CallLogEntry> calls, CancellationToken ct)
    {
        var hidden = await visibility.HiddenAsync(visit.Caller, calls.SelectMany(static call => new[] { call.FromNumber, call.ToNumber }), ct);
        return hidden.Count == 0 ? calls : [.. calls.Select(call => call with
        {
            FromNumber = hidden.Contains(call.FromNumber) ? "" : call.FromNumber,
            ToNumber = hidden.Contains(call.ToNumber) ? "" : call.ToNumber,
        })];
    }

    private async Task<IReadOnlyList<Contact>> ContactsAsync(AddonVisit visit, string text, CancellationToken ct) =>
        (await contacts.ListAsync(new ContactQuery { TenantId = visit.Caller.Tenant.Value, Owners = ContactBooks.Readable(visit.Caller), Text = text }, limit: MostFound, ct: ct)).Items;

    private static AddonPerson Of(DirectoryUser user) => new(user.DisplayName, "", user.Extension is { Length: > 0 } extension ? [(extension, "")] : [], user.Name);

    private static AddonPerson Of(Contact contact) => new(
        contact.Card.Name,
        string.Join(", ", new[] { contact.Card.Title, contact.Card.Organization }.Where(static part => part.Length > 0)),
        [.. contact.Card.Numbers.Take(MostFound).Select(static number => (number.E164 ?? number.Text, number.Label))],
        null);
}
