using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>Who is calling, what a contact said before, and contacts that are one person.</summary>
internal static class ContactActEndpoints
{
    private const int MostNumbers = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/contacts").WithTags("Contacts");
        contacts.MapGet("/callers", CallersAsync).WithName("FindCallers")
            .WithSummary("Who has these numbers: for the call that rings, and for lists of calls. Numbers that nobody has are missing in the answer.")
            .WithDescription($"number may be given up to {MostNumbers} times. The own contact is told before the company's.");
        contacts.MapGet("/duplicates", DuplicatesAsync).WithName("ListContactDuplicates").WithSummary("Contacts of one book with the same number, address or name.");
        contacts.MapPost("/merge", MergeAsync).WithName("MergeContacts").WithSummary("Make two contacts of one book one. Restoring the version before undoes it.");
        contacts.MapGet("/{contact}/versions", VersionsAsync).WithName("ListContactVersions").WithSummary("What the contact said before, the latest first.");
        contacts.MapPost("/{contact}/restore", RestoreAsync).WithName("RestoreContact").WithSummary("Let it say again what it said in a version; contacts that were merged into it since come back.");
    }

    private static async Task<Results<Ok<IReadOnlyList<CallerModel>>, ProblemHttpResult>> CallersAsync(
        Caller caller, ContactDesk desk, IContacts store, string[]? number, CancellationToken ct)
    {
        if (number is null or { Length: 0 or > MostNumbers })
        {
            return ApiProblem.Invalid($"number is given 1 to {MostNumbers} times.");
        }

        var country = await desk.CountryAsync(caller, ct);
        var asked = number.Distinct(StringComparer.Ordinal).ToDictionary(static text => text, text => PhoneNumberText.ToE164(text, country) ?? text, StringComparer.Ordinal);
        var found = await store.FindByNumbersAsync(caller.Tenant.Value, ContactBooks.Readable(caller), [.. asked.Values.Distinct(StringComparer.Ordinal)], ct);
        var models = (await desk.ModelsAsync(caller, [.. found.Values.DistinctBy(static contact => contact.Id)], ct)).ToDictionary(static model => model.Id, StringComparer.Ordinal);
        return TypedResults.Ok<IReadOnlyList<CallerModel>>(
            [.. asked.Where(entry => found.ContainsKey(entry.Value)).Select(entry => new CallerModel(entry.Key, models[found[entry.Value].Id]))]);
    }

    private static async Task<Ok<IReadOnlyList<DuplicatesModel>>> DuplicatesAsync(Caller caller, ContactDesk desk, IContacts store, QueryWord<ContactBook>? book, CancellationToken ct)
    {
        var found = await store.ListDuplicatesAsync(caller.Tenant.Value, ContactBooks.Owner(caller, book?.Value ?? ContactBook.Own), ct: ct);
        var models = (await desk.ModelsAsync(caller, [.. found.SelectMany(static group => group.Contacts).DistinctBy(static contact => contact.Id)], ct)).ToDictionary(static model => model.Id, StringComparer.Ordinal);
        return TypedResults.Ok<IReadOnlyList<DuplicatesModel>>([.. found.Select(group => new DuplicatesModel(group.Reason, group.Value, [.. group.Contacts.Select(contact => models[contact.Id])]))]);
    }

    private static async Task<Results<Ok<ContactModel>, ProblemHttpResult>> MergeAsync(
        Caller caller, ContactDesk desk, IContactWriter writer, MergeContactsRequest request, CancellationToken ct)
    {
        if (await desk.FindAsync(caller, request.Keep, ct) is not { } keep || await desk.FindAsync(caller, request.Other, ct) is not { } other)
        {
            return ApiProblem.NotFound("contact");
        }

        if ((request.KeepVersion ?? keep.Version) != keep.Version || (request.OtherVersion ?? other.Version) != other.Version)
        {
            return ApiProblem.Conflict("A contact was changed by somebody else; read it again.");
        }

        return await desk.RefuseAsync(caller, ContactBooks.Of(keep), "contact.merge", keep.Id, other.Id) is { } refused ? refused
            : ContactDesk.Problem(await writer.MergeAsync(keep, other, caller.User.Name, ct)) is { } problem ? problem
            : await desk.ModelAsync(caller, keep.Id, ct);
    }

    private static async Task<Results<Ok<IReadOnlyList<ContactVersionModel>>, ProblemHttpResult>> VersionsAsync(
        Caller caller, ContactDesk desk, IContacts store, string contact, CancellationToken ct) =>
        await desk.FindAsync(caller, contact, ct) is { } stored
            ? TypedResults.Ok<IReadOnlyList<ContactVersionModel>>(
                [.. (await store.ListVersionsAsync(stored.Id, ct)).Select(static version => new ContactVersionModel(version.Version, version.Card.Name, version.ChangedAt, version.ChangedBy))])
            : ApiProblem.NotFound("contact");

    private static async Task<Results<Ok<ContactModel>, ProblemHttpResult>> RestoreAsync(
        Caller caller, ContactDesk desk, IContactWriter writer, string contact, RestoreContactRequest request, CancellationToken ct)
    {
        if (await desk.FindAsync(caller, contact, ct) is not { } stored)
        {
            return ApiProblem.NotFound("contact");
        }

        return await desk.RefuseAsync(caller, ContactBooks.Of(stored), "contact.restore", contact, $"version {request.Version}") is { } refused ? refused
            : ContactDesk.Problem(await writer.RestoreAsync(stored.TenantId, stored.Owner, stored.Id, request.Version, caller.User.Name, ct)) is { } problem ? problem
            : await desk.ModelAsync(caller, contact, ct);
    }
}
