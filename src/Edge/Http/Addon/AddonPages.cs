using System.Globalization;
using System.Text.Json.Nodes;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>The add-on's cards.</summary>
internal sealed class AddonPages(AddonPeople people, AddonCalls calls, AddonAddress address, ICallLogQuery log)
{
    private const int MostPeople = 3;

    /// <summary>The home page: what to call, calls that go on, the last ones.</summary>
    /// <param name="visit">Who looks at it.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="found">What the host's own matter gave, above all else.</param>
    public async Task<JsonObject> HomeAsync(AddonVisit visit, CancellationToken ct, params JsonObject?[] found) => AddonCard.Card(
        visit.User.DisplayName,
        string.Join(" · ", new[] { visit.User.Extension, Presence(visit, await people.PresenceAsync(visit, visit.User.Name, ct)) }.Where(static part => !string.IsNullOrEmpty(part))),
        [.. found, Now(visit, await calls.NowAsync(visit)), Form(visit), Last(visit, await people.CallsAsync(visit, null, ct))]);

    /// <summary>Sections about those who have the addresses or numbers; unknown numbers can be called all the same.</summary>
    public async Task<JsonObject?[]> WhoAsync(AddonVisit visit, IEnumerable<(string Name, string Address)> addresses, IEnumerable<string> numbers, string header, CancellationToken ct)
    {
        var sections = new List<JsonObject?>();
        foreach (var (name, mail) in addresses.DistinctBy(static each => each.Address, StringComparer.OrdinalIgnoreCase).Where(each => !string.Equals(each.Address, visit.User.Email, StringComparison.OrdinalIgnoreCase)).Take(MostPeople))
        {
            var person = await people.ByAddressAsync(visit, mail, ct);
            sections.Add(person is null ? AddonCard.Section(header, AddonCard.Row(mail, name.Length > 0 ? name : mail, visit.Texts.Nobody)) : await PersonAsync(visit, person, header, ct));
        }

        foreach (var number in numbers.Take(MostPeople))
        {
            sections.Add(await people.ByNumberAsync(visit, number, ct) is { } person
                ? await PersonAsync(visit, person, header, ct)
                : AddonCard.Section(header, [AddonCard.Row(null, number, null, CallButton(visit, number)), .. Rows(visit, await people.CallsAsync(visit, [number], ct))]));
        }

        return [.. sections];
    }

    /// <summary>What a name or number that was typed gives.</summary>
    public async Task<JsonObject?[]> SearchAsync(AddonVisit visit, string text, CancellationToken ct)
    {
        if (AddonNumbers.Dialable(text, visit.Country) is { } number)
        {
            return await WhoAsync(visit, [], [number], visit.Texts.Who, ct);
        }

        var sections = new List<JsonObject?>();
        foreach (var person in await people.ByNameAsync(visit, text, ct))
        {
            sections.Add(await PersonAsync(visit, person, visit.Texts.Who, ct));
        }

        return sections.Count > 0 ? [.. sections] : [AddonCard.Section(visit.Texts.Who, AddonCard.Text(visit.Texts.Nobody))];
    }

    /// <summary>The card of a call that is over, and its title; for who may not see it both say that alone.</summary>
    public async Task<(string Title, JsonObject Card)> CallAsync(AddonVisit visit, string? call, CancellationToken ct)
    {
        var key = call is not null && ApiId.IsName(call) ? new CallId(visit.Caller.Tenant, call).Key : null;
        var entry = key is null ? null
            : visit.Caller.Supervises ? await log.FindAsync(visit.Caller.Tenant.Value, key, ct)
            : await log.FindOfAsync(visit.Caller.Tenant.Value, visit.Caller.User.Key, key, ct);
        if (entry is null)
        {
            return (visit.Texts.CallCard, AddonCard.Card(visit.Texts.CallCard, null, AddonCard.Section(null, AddonCard.Text(visit.Texts.NotYours))));
        }

        entry = (await people.ShownAsync(visit, [entry], ct))[0];
        var title = $"{visit.Texts.CallCard}: {Name(entry.FromName, entry.FromNumber)} → {Name(entry.ToName, entry.ToNumber)}";
        return (title, AddonCard.Card(title, When(visit, entry), AddonCard.Section(null, Rows(visit, [entry]))));
    }

    /// <summary>The card of a link in a conversation: all who are in it see it, and so it says nothing about the call.</summary>
    public JsonObject Chip(AddonVisit visit, string call) =>
        AddonCard.Card(visit.Texts.CallCard, null, AddonCard.Section(null, AddonCard.Buttons(AddonCard.Link(visit.Texts.Details, address.CallPage(call)))));

    private async Task<JsonObject?> PersonAsync(AddonVisit visit, AddonPerson person, string header, CancellationToken ct)
    {
        var about = person.Colleague is { } colleague ? $"{visit.Texts.Colleague} · {Presence(visit, await people.PresenceAsync(visit, colleague, ct))}" : person.About;
        var rows = new List<JsonObject> { AddonCard.Row(null, person.Name, about) };
        rows.AddRange(person.Numbers.Select(number => AddonCard.Row(number.Label, number.Dial, null, CallButton(visit, number.Dial))));
        rows.AddRange(Rows(visit, await people.CallsAsync(visit, [.. person.Numbers.Select(static number => number.Dial)], ct)));
        return AddonCard.Section(header, rows);
    }

    private JsonObject? Form(AddonVisit visit) => AddonCard.Section(
        null,
        AddonCard.Input("number", visit.Texts.Number),
        AddonCard.Choice(
            "with", visit.Texts.With, visit.Event.Input("with") ?? "any", ("any", visit.Texts.AnyDevice), ("browser", visit.Texts.Browser), ("phone", visit.Texts.Telephone), ("handsfree", visit.Texts.HandsFree)),
        AddonCard.Buttons(AddonCard.Button(visit.Texts.Call, address.Of("call")), AddonCard.Button(visit.Texts.Search, address.Of("search"))));

    private JsonObject? Now(AddonVisit visit, IReadOnlyList<CallView> now)
    {
        var widgets = new List<JsonObject>();
        foreach (var view in now)
        {
            var id = ApiId.Of(view.Call.Key);
            var mine = view.Legs.FirstOrDefault(leg => leg.Party.User == visit.Caller.User);
            var other = view.Legs.FirstOrDefault(leg => leg.Party.User != visit.Caller.User && !leg.Supervises)?.Party;
            var held = mine?.OnHold is true;
            widgets.Add(AddonCard.Row(visit.Texts.Now, other is null ? view.Dialled : Name(other.Name ?? "", other.Number)));
            widgets.Add(AddonCard.Buttons(
                AddonCard.Button(held ? visit.Texts.Resume : visit.Texts.Hold, address.Of("act"), ("call", id), ("act", held ? "resume" : "hold")),
                AddonCard.Button(visit.Texts.Transfer, address.Of("act"), ("call", id), ("act", "transfer")),
                AddonCard.Button(visit.Texts.HangUp, address.Of("act"), ("call", id), ("act", "hangup"))));
        }

        if (widgets.Count > 0)
        {
            widgets.Add(AddonCard.Input("to", visit.Texts.TransferTo));
        }

        return AddonCard.Section(null, widgets);
    }

    private JsonObject? Last(AddonVisit visit, IReadOnlyList<CallLogEntry> last) =>
        AddonCard.Section(visit.Texts.LastCalls, last.Count > 0 ? Rows(visit, last) : [AddonCard.Text(visit.Texts.NoCalls)]);

    private IEnumerable<JsonObject> Rows(AddonVisit visit, IEnumerable<CallLogEntry> entries) => entries.Select(entry => AddonCard.Row(
        When(visit, entry),
        $"{Name(entry.FromName, entry.FromNumber)} → {Name(entry.ToName, entry.ToNumber)}",
        $"{visit.Texts.Results.GetValueOrDefault(entry.Result, entry.Result)} · {TimeSpan.FromMilliseconds(entry.TalkMilliseconds):h\\:mm\\:ss}",
        AddonCard.Link(entry.RecordingIds.Count > 0 ? visit.Texts.Recording : visit.Texts.Details, address.CallPage(ApiId.Of(entry.CallId)))));

    private JsonObject CallButton(AddonVisit visit, string number) => AddonCard.Button(visit.Texts.Call, address.Of("call"), ("number", number));

    private static string Presence(AddonVisit visit, PresenceStatus status) => visit.Texts.Presence.GetValueOrDefault(status.ToString(), "");

    private static string Name(string name, string number) => name.Length > 0 ? name : number;

    /// <summary>The time as the clock of the user shows it.</summary>
    private static string When(AddonVisit visit, CallLogEntry entry)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(visit.Event.TimeZone, out var known) ? known : TimeZoneInfo.Utc;
        return TimeZoneInfo.ConvertTime(entry.StartedAt, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
