using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Contacts;

namespace RtcCluster.Edge.Http.Contacts;

/// <summary>Contacts: a user's own, and those of the company, which everybody sees and administrators change.</summary>
internal static class ContactEndpoints
{
    private const int LongestQuery = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/contacts").WithTags("Contacts");
        contacts.MapGet("/", ListAsync).WithName("ListContacts")
            .WithSummary("Contacts by name: all that the user sees, or those of one book, one group, the favourites, or those with words that begin as the query's do.")
            .WithDescription("Case and accents do not matter. A query of digits is the beginning of a number, with or without the country's code.");
        contacts.MapPost("/", CreateAsync).WithName("CreateContact").WithSummary("Make a contact, in the own book unless told otherwise.");
        contacts.MapGet("/groups", GroupsAsync).WithName("ListContactGroups").WithSummary("Groups, and how many contacts are in each.");
        contacts.MapGet("/{contact}", GetAsync).WithName("GetContact").WithSummary("One contact.");
        contacts.MapPut("/{contact}", PutAsync).WithName("PutContact").WithSummary("Change a contact as a whole. With version, not over somebody else's change.");
        contacts.MapDelete("/{contact}", DeleteAsync).WithName("DeleteContact").WithSummary("Delete a contact and what it said before.");
        contacts.MapPut("/{contact}/favorite", static (Caller caller, ContactDesk desk, IContactWriter writer, string contact, CancellationToken ct) => FavorAsync(caller, desk, writer, contact, true, ct))
            .WithName("PutContactFavorite").WithSummary("Make it a favourite of the signed-in user.");
        contacts.MapDelete("/{contact}/favorite", static (Caller caller, ContactDesk desk, IContactWriter writer, string contact, CancellationToken ct) => FavorAsync(caller, desk, writer, contact, false, ct))
            .WithName("DeleteContactFavorite").WithSummary("Make it one no longer.");
    }

    private static async Task<Results<Ok<PageModel<ContactModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, ContactDesk desk, IContacts store, string? query, QueryWord<ContactBook>? book, string? group, bool? favorites, string? cursor, int? limit, CancellationToken ct)
    {
        if (query?.Length > LongestQuery || group?.Length > LongestQuery)
        {
            return ApiProblem.Invalid($"query and group have at most {LongestQuery} characters.");
        }

        var asked = new ContactQuery
        {
            TenantId = caller.Tenant.Value,
            Owners = ContactBooks.Readable(caller, book?.Value),
            Text = query,
            Group = string.IsNullOrWhiteSpace(group) ? null : group,
            FavoriteOf = favorites is true ? caller.User.Name : null,
        };
        var page = await store.ListAsync(asked, cursor, PageModel.Limit(limit), ct);
        return page.CursorAccepted
            ? TypedResults.Ok(new PageModel<ContactModel>(await desk.ModelsAsync(caller, page.Items, ct), page.Next))
            : ApiProblem.Invalid("The cursor is not one that this list gave out.");
    }

    private static async Task<Ok<IReadOnlyList<ContactGroup>>> GroupsAsync(Caller caller, IContacts store, QueryWord<ContactBook>? book, CancellationToken ct) =>
        TypedResults.Ok(await store.ListGroupsAsync(caller.Tenant.Value, ContactBooks.Readable(caller, book?.Value), ct));

    private static async Task<Results<Created<ContactModel>, ProblemHttpResult>> CreateAsync(
        Caller caller, ContactDesk desk, IContactWriter writer, QueryWord<ContactBook>? book, ContactChange change, CancellationToken ct)
    {
        var (id, whose) = (Guid.CreateVersion7().ToString("n"), book?.Value ?? ContactBook.Own);
        if (await desk.RefuseAsync(caller, whose, "contact.create", id) is { } refused)
        {
            return refused;
        }

        var contact = new Contact
        {
            Id = id,
            TenantId = caller.Tenant.Value,
            Owner = ContactBooks.Owner(caller, whose),
            Card = change.ToCard(await desk.CountryAsync(caller, ct)),
            ChangedBy = caller.User.Name,
        };
        if (ContactDesk.Problem(await writer.SaveAsync(contact, "user", ct)) is { } problem)
        {
            return problem;
        }

        return await desk.FindAsync(caller, id, ct) is { } made ? TypedResults.Created($"/api/v1/contacts/{id}", ContactModel.Of(made, isFavorite: false)) : ApiProblem.NotFound("contact");
    }

    private static Task<Results<Ok<ContactModel>, ProblemHttpResult>> GetAsync(Caller caller, ContactDesk desk, string contact, CancellationToken ct) => desk.ModelAsync(caller, contact, ct);

    private static async Task<Results<Ok<ContactModel>, ProblemHttpResult>> PutAsync(
        Caller caller, ContactDesk desk, IContactWriter writer, string contact, ContactChange change, int? version, CancellationToken ct)
    {
        if (await desk.FindAsync(caller, contact, ct) is not { } stored)
        {
            return ApiProblem.NotFound("contact");
        }

        if (await desk.RefuseAsync(caller, ContactBooks.Of(stored), "contact.save", contact) is { } refused)
        {
            return refused;
        }

        var next = stored with { Card = change.ToCard(await desk.CountryAsync(caller, ct)), Version = version ?? stored.Version, ChangedBy = caller.User.Name };
        // Version 0 would make it anew.
        return next.Version < 1 ? ApiProblem.Invalid("version is 1 or more.")
            : ContactDesk.Problem(await writer.SaveAsync(next, "user", ct)) is { } problem ? problem
            : await desk.ModelAsync(caller, contact, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, ContactDesk desk, IContactWriter writer, string contact, CancellationToken ct)
    {
        if (await desk.FindAsync(caller, contact, ct) is not { } stored)
        {
            return ApiProblem.NotFound("contact");
        }

        return await desk.RefuseAsync(caller, ContactBooks.Of(stored), "contact.delete", contact) is { } refused ? refused
            : await writer.DeleteAsync(stored.TenantId, stored.Owner, stored.Id, caller.User.Name, ct) ? TypedResults.NoContent()
            : ApiProblem.NotFound("contact");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> FavorAsync(Caller caller, ContactDesk desk, IContactWriter writer, string contact, bool isFavorite, CancellationToken ct)
    {
        if (await desk.FindAsync(caller, contact, ct) is not { } stored)
        {
            return ApiProblem.NotFound("contact");
        }

        await writer.SetFavoriteAsync(caller.Tenant.Value, caller.User.Name, stored.Id, isFavorite, ct);
        return TypedResults.NoContent();
    }
}
