using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Broadcasts;

/// <summary>Broadcast lists of supervisors and administrators: each their own, administrators everybody's.</summary>
internal static class BroadcastListEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var lists = api.MapGroup("/broadcast-lists").WithTags("Broadcasts").RequireAuthorization(Policies.Supervise);
        lists.MapGet("/", ListAsync).WithName("ListBroadcastLists").WithSummary("The own lists, for administrators those of everybody, by name.");
        lists.MapPost("/", CreateAsync).WithName("CreateBroadcastList").WithSummary("Make a list.").ProducesValidationProblem();
        lists.MapGet("/{list}", GetAsync).WithName("GetBroadcastList").WithSummary("One list.");
        lists.MapPut("/{list}", PutAsync).WithName("PutBroadcastList").WithSummary("Give a list another name.").ProducesValidationProblem();
        lists.MapDelete("/{list}", DeleteAsync).WithName("DeleteBroadcastList").WithSummary("Delete a list to which no broadcast runs.");
        lists.MapGet("/{list}/members", MembersAsync).WithName("ListBroadcastMembers").WithSummary("Names of the users on a list, those after a name.");
        lists.MapPut("/{list}/members/{user}", AddAsync).WithName("AddBroadcastMember").WithSummary("Put a user on a list.");
        lists.MapDelete("/{list}/members/{user}", RemoveAsync).WithName("RemoveBroadcastMember").WithSummary("Take a user off a list.");
        lists.MapPost("/{list}/members/import", ImportAsync).WithName("ImportBroadcastMembers")
            .WithSummary($"Put the users of a CSV file on a list, at most {BroadcastList.MostMembers} in all: a first row with a column user, extension or email. With dryRun nothing is changed.")
            .ProducesProblem(413)
            .AddOpenApiOperationTransformer(static (description, _, _) =>
            {
                var file = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
                description.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["text/csv"] = file } };
                return Task.CompletedTask;
            });
    }

    /// <summary>A list that the caller may see and use.</summary>
    public static async Task<BroadcastList?> FindAsync(Caller caller, IBroadcasts store, string list, CancellationToken ct) =>
        GrainKey.IsPlainName(list) && await store.FindListAsync(caller.Tenant.Value, list, ct) is { } found && (found.Owner == caller.User.Name || caller.Role >= UserRole.Administrator)
            ? found
            : null;

    private static async Task<Ok<IReadOnlyList<BroadcastListModel>>> ListAsync(Caller caller, IBroadcasts store, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<BroadcastListModel>>(
            [.. (await store.ListListsAsync(caller.Tenant.Value, caller.Role >= UserRole.Administrator ? null : caller.User.Name, ct)).Select(each => BroadcastListModel.Of(each.List, each.Members))]);

    private static async Task<Created<BroadcastListModel>> CreateAsync(Caller caller, IBroadcasts store, AuditTrail audit, EdgeClock clock, BroadcastListChange change, CancellationToken ct)
    {
        var list = new BroadcastList { TenantId = caller.Tenant.Value, Id = Guid.CreateVersion7().ToString("n"), Name = change.Name, Owner = caller.User.Name, CreatedAt = clock.Utc };
        await audit.WriteAsync(caller, "broadcast-list.create", list.Id);
        await store.SaveListAsync(list, ct);
        return TypedResults.Created($"/api/v1/broadcast-lists/{list.Id}", BroadcastListModel.Of(list, 0));
    }

    private static async Task<Results<Ok<BroadcastListModel>, ProblemHttpResult>> GetAsync(Caller caller, IBroadcasts store, string list, CancellationToken ct) =>
        await FindAsync(caller, store, list, ct) is { } found
            ? TypedResults.Ok(BroadcastListModel.Of(found, await store.CountMembersAsync(caller.Tenant.Value, list, ct)))
            : ApiProblem.NotFound("list");

    private static async Task<Results<Ok<BroadcastListModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IBroadcasts store, AuditTrail audit, string list, BroadcastListChange change, CancellationToken ct)
    {
        if (await FindAsync(caller, store, list, ct) is not { } found)
        {
            return ApiProblem.NotFound("list");
        }

        await audit.WriteAsync(caller, "broadcast-list.save", list);
        await store.SaveListAsync(found with { Name = change.Name }, ct);
        return await GetAsync(caller, store, list, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IBroadcasts store, AuditTrail audit, string list, CancellationToken ct)
    {
        if (await FindAsync(caller, store, list, ct) is null)
        {
            return ApiProblem.NotFound("list");
        }

        await audit.WriteAsync(caller, "broadcast-list.delete", list);
        var deleted = await store.DeleteListAsync(caller.Tenant.Value, list, ct);
        return deleted.IsSaved ? TypedResults.NoContent() : ApiProblem.Conflict(deleted.Reason);
    }

    private static async Task<Results<Ok<IReadOnlyList<string>>, ProblemHttpResult>> MembersAsync(Caller caller, IBroadcasts store, string list, string? after, int? limit, CancellationToken ct) =>
        await FindAsync(caller, store, list, ct) is null ? ApiProblem.NotFound("list")
        : after is { Length: > 0 } && !GrainKey.IsPlainName(after) ? ApiProblem.Invalid("after is a user's name.")
        : TypedResults.Ok(await store.ListMembersAsync(caller.Tenant.Value, list, after ?? "", PageModel.Limit(limit), ct));

    private static async Task<Results<NoContent, ProblemHttpResult>> AddAsync(
        Caller caller, IBroadcasts store, IDirectory directory, AuditTrail audit, string list, string user, CancellationToken ct)
    {
        if (await FindAsync(caller, store, list, ct) is null)
        {
            return ApiProblem.NotFound("list");
        }

        if (!GrainKey.IsPlainName(user) || await directory.FindUserAsync(caller.Tenant.Value, user, ct) is null)
        {
            return ApiProblem.NotFound("user");
        }

        await audit.WriteAsync(caller, "broadcast-list.add", list, user);
        var (result, _) = await store.AddMembersAsync(caller.Tenant.Value, list, [user], ct);
        return result.IsSaved ? TypedResults.NoContent() : ApiProblem.Invalid(result.Reason);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Caller caller, IBroadcasts store, AuditTrail audit, string list, string user, CancellationToken ct)
    {
        if (!GrainKey.IsPlainName(user) || await FindAsync(caller, store, list, ct) is null)
        {
            return ApiProblem.NotFound("list");
        }

        await audit.WriteAsync(caller, "broadcast-list.remove", list, user);
        return await store.RemoveMemberAsync(caller.Tenant.Value, list, user, ct) ? TypedResults.NoContent() : ApiProblem.NotFound("member");
    }

    private static async Task<Results<Ok<MemberImportModel>, ProblemHttpResult>> ImportAsync(
        Caller caller, IBroadcasts store, IDirectory directory, AuditTrail audit, HttpRequest request, string list, bool? dryRun, CancellationToken ct)
    {
        if (await FindAsync(caller, store, list, ct) is null)
        {
            return ApiProblem.NotFound("list");
        }

        if (await UploadedFile.ReadAsync(request, MemberFile.MaxBytes, ct) is not { } body)
        {
            return ApiProblem.Make(StatusCodes.Status413PayloadTooLarge, "too-large", $"A file has at most {MemberFile.MaxBytes} bytes.");
        }

        if (UploadedFile.Text(body) is not { } text)
        {
            return ApiProblem.Invalid("The file is not in UTF-8.");
        }

        if (MemberFile.Read(text, await UsersAsync(caller, directory, ct)) is not var (rows, users, problems))
        {
            return ApiProblem.Invalid("The first row names no column user, extension or email.");
        }

        if (dryRun is true)
        {
            var there = await ThereAsync(caller, store, list, ct);
            var fresh = users.Distinct(StringComparer.Ordinal).Count(user => !there.Contains(user));
            return there.Count + fresh > BroadcastList.MostMembers
                ? ApiProblem.Invalid($"A list has at most {BroadcastList.MostMembers} members.")
                : TypedResults.Ok(new MemberImportModel(rows, fresh, users.Count - fresh, problems));
        }

        await audit.WriteAsync(caller, "broadcast-list.import", list, FormattableString.Invariant($"{rows} rows"));
        var (result, added) = await store.AddMembersAsync(caller.Tenant.Value, list, users, ct);
        return result.IsSaved ? TypedResults.Ok(new MemberImportModel(rows, added, users.Count - added, problems)) : ApiProblem.Invalid(result.Reason);
    }

    private static async Task<HashSet<string>> ThereAsync(Caller caller, IBroadcasts store, string list, CancellationToken ct)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        for (var after = ""; await store.ListMembersAsync(caller.Tenant.Value, list, after, PageModel.MaxLimit, ct) is { Count: > 0 } page; after = page[^1])
        {
            there.UnionWith(page);
        }

        return there;
    }

    private static async Task<List<DirectoryUser>> UsersAsync(Caller caller, IDirectory directory, CancellationToken ct)
    {
        var users = new List<DirectoryUser>();
        string? cursor = null;
        do
        {
            var page = await directory.ListUsersAsync(caller.Tenant.Value, null, cursor, PageModel.MaxLimit, ct);
            users.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return users;
    }
}
