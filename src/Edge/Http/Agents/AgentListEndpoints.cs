using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Teams;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>The agents of the tenant, for supervisors.</summary>
internal static class AgentListEndpoints
{
    // A list that finds few among many looks at so many pages of users, and gives the cursor to go on with.
    private const int MostPages = 20;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/agents", ListAsync).RequireAuthorization(Policies.Supervise).WithName("ListAgents").WithTags("Agents")
            .WithSummary("List agents by name: those of a queue, of a team, in a state, with a skill, or whose name, display name, address or extension has the search in it.")
            .WithDescription("A page may be shorter than its limit; the last one has no next.");

    private static async Task<Results<Ok<PageModel<AgentModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IDirectory directory, IGrainFactory grains, string? queue, string? team, string? status, string? skill, string? search, string? cursor, int? limit, CancellationToken ct)
    {
        var wanted = default(AgentStatus);
        if (status is not null && !(Enum.TryParse(status, ignoreCase: true, out wanted) && Enum.IsDefined(wanted)))
        {
            return ApiProblem.Invalid($"status is one of {string.Join(", ", Enum.GetNames<AgentStatus>().Select(JsonNamingPolicy.CamelCase.ConvertName))}.");
        }

        var members = team is null ? null : await MembersAsync(caller, directory, team, ct);
        if (team is not null && members is null)
        {
            return ApiProblem.NotFound("team");
        }

        var filter = new AgentFilter(queue, members, status is null ? null : wanted, skill);
        var found = new List<AgentModel>();
        var next = cursor;
        for (var page = 0; page < MostPages && found.Count < PageModel.Limit(limit); page++)
        {
            var users = await directory.ListUsersAsync(caller.Tenant.Value, search, next, PageModel.Limit(limit) - found.Count, ct);
            if (!users.CursorAccepted)
            {
                return ApiProblem.Invalid("The cursor is not one that this list gave out.");
            }

            var views = await Task.WhenAll(users.Items.Select(user => grains.GetGrain<IAgentGrain>(new UserId(caller.Tenant, user.Name).Key).View()));
            found.AddRange(views.Where(filter.Shows).Select(AgentModel.Of));
            next = users.Next;
            if (next is null)
            {
                break;
            }
        }

        return TypedResults.Ok(new PageModel<AgentModel>(found, next));
    }

    private static async Task<IReadOnlySet<string>?> MembersAsync(Caller caller, IDirectory directory, string team, CancellationToken ct) =>
        TeamId.IsName(team) && await directory.FindDocumentAsync(caller.Tenant.Value, TeamSettings.Kind, team, ct) is { } document
            ? TeamSettings.Read(document.Json)?.Members.ToHashSet(StringComparer.Ordinal)
            : null;
}
