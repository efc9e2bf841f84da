using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Teams;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Teams;

/// <summary>Teams of the tenant: who supervises whom. A company without teams has supervisors of everybody.</summary>
internal static class TeamEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var teams = api.MapGroup("/teams").WithTags("Teams").RequireAuthorization(Policies.Supervise);
        teams.MapGet("/", ListAsync).WithName("ListTeams").WithSummary("List teams by name.");
        teams.MapGet("/{name}", GetAsync).WithName("GetTeam").WithSummary("One team.");
        teams.MapPut("/{name}", PutAsync).RequireAuthorization(Policies.Administer).WithName("PutTeam")
            .WithSummary("Create or change a team. A supervisor who is in a team acts on its members alone. With version, not over somebody else's change.").ProducesValidationProblem();
        teams.MapDelete("/{name}", DeleteAsync).RequireAuthorization(Policies.Administer).WithName("DeleteTeam").WithSummary("Delete a team; its people stay.");
    }

    private static async Task<Ok<IReadOnlyList<TeamModel>>> ListAsync(Caller caller, IDirectory directory, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<TeamModel>>([.. (await directory.ListDocumentsAsync(caller.Tenant.Value, TeamSettings.Kind, ct)).Select(TeamModel.Of).OfType<TeamModel>()]);

    private static async Task<Results<Ok<TeamModel>, ProblemHttpResult>> GetAsync(Caller caller, IDirectory directory, string name, CancellationToken ct) =>
        TeamId.IsName(name) && await directory.FindDocumentAsync(caller.Tenant.Value, TeamSettings.Kind, name, ct) is { } document && TeamModel.Of(document) is { } team
            ? TypedResults.Ok(team)
            : ApiProblem.NotFound("team");

    private static async Task<Results<Ok<TeamModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, string name, TeamChange change, int? version, CancellationToken ct)
    {
        if (!TeamId.IsName(name))
        {
            return ApiProblem.Invalid("A team's name is 1 to 64 of a-z, 0-9, dot, underscore and hyphen.");
        }

        var team = change.ToSettings();
        await audit.WriteAsync(caller, "team.save", name, $"{team.Supervisors.Length} supervisors, {team.Members.Length} members");
        var receipt = await Team(grains, caller, name).Configure(team, version, caller.User.Name);
        return ApiProblem.Of(receipt, "team") is { } problem ? problem : await GetAsync(caller, directory, name, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, AuditTrail audit, string name)
    {
        if (!TeamId.IsName(name))
        {
            return ApiProblem.NotFound("team");
        }

        await audit.WriteAsync(caller, "team.delete", name);
        return ApiProblem.Of(await Team(grains, caller, name).Remove(), "team") is { } problem ? problem : TypedResults.NoContent();
    }

    private static ITeamGrain Team(IGrainFactory grains, Caller caller, string name) => grains.GetGrain<ITeamGrain>(new TeamId(caller.Tenant, name).Key);
}
