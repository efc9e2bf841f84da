using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Google;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Hub;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Edge.Http.Users;

/// <summary>Users of the tenant: everybody may look a colleague up, administrators change them.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("/", ListAsync).WithName("ListUsers").WithSummary("List users by name.");
        users.MapGet("/{name}", GetAsync).WithName("GetUser").WithSummary("One user.");
        users.MapPut("/{name}", PutAsync).RequireAuthorization(Policies.Administer).WithName("PutUser")
            .WithSummary("Create or change a user.").ProducesValidationProblem();
        users.MapDelete("/{name}", DeleteAsync).RequireAuthorization(Policies.Administer).WithName("DeleteUser").WithSummary("Delete a user.");
    }

    private static async Task<Results<Ok<PageModel<UserModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IDirectory directory, VisibilityDesk visibility, string? search, string? cursor, int? limit, CancellationToken ct)
    {
        var page = await directory.ListUsersAsync(caller.Tenant.Value, search, cursor, PageModel.Limit(limit), ct);
        return PageModel.Of(page with { Items = [.. await visibility.ShownAsync(caller, page.Items, search)] }, UserModel.Of);
    }

    private static async Task<Results<Ok<UserModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, VisibilityDesk visibility, string name, CancellationToken ct) =>
        await directory.FindUserAsync(caller.Tenant.Value, name, ct) is { } user
            ? TypedResults.Ok(UserModel.Of((await visibility.ShownAsync(caller, [user]))[0]))
            : ApiProblem.NotFound("user");

    private static async Task<Results<Ok<UserModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, Entitlements entitlements, VisibilityDesk visibility, AuditTrail audit, string name, UserChange change, CancellationToken ct)
    {
        if (!GrainKey.IsPlainName(name))
        {
            return ApiProblem.Invalid("A user's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.");
        }

        if (caller.User.Name == name && (change.Disabled || change.Role != UserRole.Administrator))
        {
            return ApiProblem.Conflict("You cannot take your own rights away; another administrator can.");
        }

        if (!change.Disabled && await entitlements.SeatRefusalAsync(caller.Tenant.Value, name, ct) is { } noSeat)
        {
            return ApiProblem.Make(StatusCodes.Status403Forbidden, "no-seat", noSeat);
        }

        await audit.WriteAsync(caller, "user.save", name, $"role {change.Role}, extension {change.Extension}{(change.Disabled ? ", disabled" : "")}{(change.Password is null ? "" : ", new password")}");
        var receipt = await grains.GetGrain<IUserGrain>(new UserId(caller.Tenant, name).Key).Configure(change.ToSettings());
        return ApiProblem.Of(receipt, "user") is { } problem ? problem : await GetAsync(caller, directory, visibility, name, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!ApiId.IsName(name))
        {
            return ApiProblem.NotFound("user");
        }

        if (caller.User.Name == name)
        {
            return ApiProblem.Conflict("You cannot delete yourself; another administrator can.");
        }

        await audit.WriteAsync(caller, "user.delete", name);
        // Before the account is forgotten: its token must not be left good at Google.
        await grains.GetGrain<IGoogleGrain>(IGoogleGrain.KeyOf(new UserId(caller.Tenant, name))).Disconnect();
        var receipt = await grains.GetGrain<IUserGrain>(new UserId(caller.Tenant, name).Key).Remove();
        return ApiProblem.Of(receipt, "user") is { } problem ? problem : TypedResults.NoContent();
    }
}
