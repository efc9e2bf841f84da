using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Users;

/// <summary>The signed-in user.</summary>
internal static class MeEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/me", GetAsync).WithName("GetMe").WithTags("Users").WithSummary("Who is signed in.");

    private static async Task<Results<Ok<UserModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, CancellationToken ct) =>
        await directory.FindUserAsync(caller.Tenant.Value, caller.User.Name, ct) is { } user
            ? TypedResults.Ok(UserModel.Of(user))
            : ApiProblem.NotFound("user");
}
