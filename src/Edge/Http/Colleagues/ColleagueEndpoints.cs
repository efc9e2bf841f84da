using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Hub;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Colleagues;

/// <summary>The company's telephone book, for everybody in it.</summary>
internal static class ColleagueEndpoints
{
    private const int LongestQuery = 100;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/colleagues", ListAsync).WithName("ListColleagues").WithTags("Users")
            .WithSummary("Colleagues by name, or those whose name, display name, address or extension has the query in it.")
            .WithDescription("Without the numbers that colleagues do not show; who was found by such a number alone is not there. Without the signed-in user and those that are disabled: a page may be shorter than its limit; the last one has no next.");

    private static async Task<Results<Ok<PageModel<ColleagueModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IDirectory directory, VisibilityDesk visibility, string? query, string? cursor, int? limit, CancellationToken ct)
    {
        var search = string.IsNullOrWhiteSpace(query) ? null : query.Trim();
        if (search?.Length > LongestQuery)
        {
            return ApiProblem.Invalid($"query has at most {LongestQuery} characters.");
        }

        var page = await directory.ListUsersAsync(caller.Tenant.Value, search, cursor, PageModel.Limit(limit), ct);
        return PageModel.Of(page with { Items = [.. await visibility.ShownAsync(caller, [.. page.Items.Where(user => !user.Disabled && user.Name != caller.User.Name)], search)] }, ColleagueModel.Of);
    }
}
