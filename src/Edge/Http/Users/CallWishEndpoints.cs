using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Users;

/// <summary>What users want done with calls: forwarding, call waiting, blocked callers. Everybody sets their own, administrators those of others.</summary>
internal static class CallWishEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me/calls", (Caller caller, IDirectory directory, CancellationToken ct) => GetAsync(caller, directory, caller.User.Name, ct))
            .WithName("GetMyCallSettings").WithTags("Users").WithSummary("Your forwarding, call waiting and blocked callers.");
        api.MapPut("/me/calls", (Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, CallWishModel wishes, CancellationToken ct) =>
                PutAsync(caller, grains, directory, audit, caller.User.Name, wishes, ct))
            .WithName("PutMyCallSettings").WithTags("Users").WithSummary("Change your forwarding, call waiting and blocked callers.").ProducesValidationProblem();
        var users = api.MapGroup("/users/{name}/calls").WithTags("Users").RequireAuthorization(Policies.Administer);
        users.MapGet("/", GetAsync).WithName("GetCallSettings").WithSummary("A user's forwarding, call waiting and blocked callers.");
        users.MapPut("/", PutAsync).WithName("PutCallSettings").WithSummary("Change a user's forwarding, call waiting and blocked callers.").ProducesValidationProblem();
    }

    private static async Task<Results<Ok<CallWishModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, string name, CancellationToken ct) =>
        await directory.FindUserAsync(caller.Tenant.Value, name, ct) is { } user ? TypedResults.Ok(CallWishModel.Of(user.Calls)) : ApiProblem.NotFound("user");

    private static async Task<Results<Ok<CallWishModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, string name, CallWishModel wishes, CancellationToken ct)
    {
        if (!ApiId.IsName(name))
        {
            return ApiProblem.NotFound("user");
        }

        // Calls that go on to numbers outside cost money: who sent them there is to be known. The numbers are the user's.
        await audit.WriteAsync(caller, "user.calls", name, wishes.Forwards ? "forwards" : "forwards nothing");

        var receipt = await grains.GetGrain<IUserGrain>(new UserId(caller.Tenant, name).Key).ConfigureCalls(wishes.ToWishes());
        return ApiProblem.Of(receipt, "user") is { } problem ? problem : await GetAsync(caller, directory, name, ct);
    }
}
