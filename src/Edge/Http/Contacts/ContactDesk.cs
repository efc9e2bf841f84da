using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>What the endpoints of contacts share: the tenant's country, whose favourites, who may write, and that changes of the shared ones are audited.</summary>
internal sealed class ContactDesk(IContacts contacts, IDirectory directory, AuditTrail audit)
{
    /// <summary>The country that numbers without a country's code are of.</summary>
    public async Task<string> CountryAsync(Caller caller, CancellationToken ct) => (await directory.FindTenantAsync(caller.Tenant.Value, ct))?.Country ?? "";

    /// <summary>A contact that the caller sees.</summary>
    public async Task<Contact?> FindAsync(Caller caller, string id, CancellationToken ct) =>
        ApiId.IsName(id) ? await contacts.FindAsync(caller.Tenant.Value, ContactBooks.Readable(caller), id, ct) : null;

    public async Task<IReadOnlyList<ContactModel>> ModelsAsync(Caller caller, IReadOnlyCollection<Contact> found, CancellationToken ct)
    {
        var favorites = await contacts.FavoritesAsync(caller.Tenant.Value, caller.User.Name, [.. found.Select(static contact => contact.Id)], ct);
        return [.. found.Select(contact => ContactModel.Of(contact, favorites.Contains(contact.Id)))];
    }

    public async Task<Results<Ok<ContactModel>, ProblemHttpResult>> ModelAsync(Caller caller, string id, CancellationToken ct) =>
        await FindAsync(caller, id, ct) is { } contact ? TypedResults.Ok((await ModelsAsync(caller, [contact], ct))[0]) : ApiProblem.NotFound("contact");

    /// <summary>Why the caller may not change the book; null, with a line in the audit trail for the shared one, when it is allowed.</summary>
    public async Task<ProblemHttpResult?> RefuseAsync(Caller caller, ContactBook book, string action, string target, string detail = "")
    {
        if (!ContactBooks.MayWrite(caller, book))
        {
            return ApiProblem.Forbidden(ContactBooks.Refusal(book));
        }

        if (book == ContactBook.Shared)
        {
            await audit.WriteAsync(caller, action, target, detail);
        }

        return null;
    }

    /// <summary>The problem of a write; null when it is stored.</summary>
    public static ProblemHttpResult? Problem(SaveResult result) => result.Status switch
    {
        SaveStatus.Saved => null,
        SaveStatus.Conflict => ApiProblem.Conflict(result.Reason),
        _ => ApiProblem.Invalid(result.Reason),
    };
}
