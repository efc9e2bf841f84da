using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Users;

/// <summary>To whom in the company users show what of themselves. Everybody sets their own.</summary>
internal static class VisibilityEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/me/visibility").WithTags("Users");
        own.MapGet("/", GetAsync).WithName("GetMyVisibility").WithSummary("To whom in the company you show your presence, your number and since when you are offline.");
        own.MapPut("/", PutAsync).WithName("PutMyVisibility").WithSummary("Change to whom you show what. Supervisors and administrators see it all the same.").ProducesValidationProblem();
    }

    private static async Task<Results<Ok<VisibilityModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, CancellationToken ct) =>
        await directory.FindUserAsync(caller.Tenant.Value, caller.User.Name, ct) is { Calls.Visibility: { } shown }
            ? TypedResults.Ok(new VisibilityModel { Presence = (ShownTo)shown.Presence, Number = (ShownTo)shown.Number, LastSeen = (ShownTo)shown.LastSeen })
            : ApiProblem.NotFound("user");

    private static async Task<Results<Ok<VisibilityModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, VisibilityModel rules, CancellationToken ct)
    {
        await audit.WriteAsync(caller, "user.visibility", caller.User.Name, $"presence {rules.Presence}, number {rules.Number}, last seen {rules.LastSeen}");
        var receipt = await grains.GetGrain<IUserGrain>(caller.User.Key).ConfigureVisibility(new VisibilityRules(rules.Presence, rules.Number, rules.LastSeen));
        return ApiProblem.Of(receipt, "user") is { } problem ? problem : await GetAsync(caller, directory, ct);
    }
}
