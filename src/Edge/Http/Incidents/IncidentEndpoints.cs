using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Incidents;

namespace RtcCluster.Edge.Http.Incidents;

/// <summary>Cases of what looked like an attack or like fraud: administrators look into them, users say what they have to say to their own.</summary>
internal static class IncidentEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var incidents = api.MapGroup("/incidents").WithTags("Incidents").RequireAuthorization(Policies.Administer);
        incidents.MapGet("/", ListAsync).WithName("ListIncidents").WithSummary("Cases, the latest first.");
        incidents.MapGet("/{incident}", GetAsync).WithName("GetIncident").WithSummary("One case.");
        incidents.MapPut("/{incident}/decision", DecideAsync).WithName("DecideIncident").WithSummary("Say what it was, and why. What was none blocks nobody any longer.").ProducesValidationProblem();
        incidents.MapPut("/{incident}/block", BlockAsync).WithName("BlockIncident").WithSummary("Block the user's calls outside until a time, or let them pass again. Emergency calls always pass.").ProducesValidationProblem();

        var own = api.MapGroup("/me/incidents").WithTags("Incidents");
        own.MapGet("/", ListOwnAsync).WithName("ListOwnIncidents").WithSummary("Cases about the signed-in user, the latest first.");
        own.MapPut("/{incident}/appeal", AppealAsync).WithName("AppealIncident").WithSummary("Say why it is none; once.").ProducesValidationProblem();
    }

    private static async Task<Results<Ok<PageModel<IncidentModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IIncidents store, QueryWord<IncidentState>? state, string? cursor, int? limit, CancellationToken ct) =>
        PageModel.Of(await store.ListAsync(caller.Tenant.Value, null, state?.Value, cursor, PageModel.Limit(limit), ct), IncidentModel.Of);

    private static async Task<Results<Ok<IncidentModel>, ProblemHttpResult>> GetAsync(Caller caller, IIncidents store, string incident, CancellationToken ct) =>
        await FindAsync(caller, store, incident, ct) is { } found ? TypedResults.Ok(IncidentModel.Of(found)) : ApiProblem.NotFound("case");

    private static async Task<Results<Ok<IncidentModel>, ProblemHttpResult>> DecideAsync(
        Caller caller, IGrainFactory grains, IIncidents store, AuditTrail audit, string incident, IncidentDecision decision, CancellationToken ct)
    {
        if (await FindAsync(caller, store, incident, ct) is not { } found)
        {
            return ApiProblem.NotFound("case");
        }

        if (found.UserId == caller.User.Key)
        {
            return ApiProblem.Forbidden("Another administrator looks into a case about you.");
        }

        await audit.WriteAsync(caller, "incident.decide", incident, decision.Confirmed ? "confirmed" : "dismissed");
        return Problem(await Watch(grains, caller).Decide(incident, decision.Confirmed, decision.Reason, caller.User)) is { } problem ? problem : await GetAsync(caller, store, incident, ct);
    }

    private static async Task<Results<Ok<IncidentModel>, ProblemHttpResult>> BlockAsync(
        Caller caller, IGrainFactory grains, IIncidents store, AuditTrail audit, string incident, IncidentBlock block, CancellationToken ct)
    {
        if (await FindAsync(caller, store, incident, ct) is not { } found)
        {
            return ApiProblem.NotFound("case");
        }

        if (found.UserId == caller.User.Key)
        {
            return ApiProblem.Forbidden("Another administrator looks into a case about you.");
        }

        await audit.WriteAsync(caller, "incident.block", incident, block.Until is { } until ? FormattableString.Invariant($"until {until:O}") : "no longer");
        return Problem(await Watch(grains, caller).Block(incident, block.Until)) is { } problem ? problem : await GetAsync(caller, store, incident, ct);
    }

    private static async Task<Results<Ok<PageModel<OwnIncidentModel>>, ProblemHttpResult>> ListOwnAsync(Caller caller, IIncidents store, string? cursor, int? limit, CancellationToken ct) =>
        PageModel.Of(await store.ListAsync(caller.Tenant.Value, caller.User.Key, null, cursor, PageModel.Limit(limit), ct), OwnIncidentModel.Of);

    private static async Task<Results<NoContent, ProblemHttpResult>> AppealAsync(
        Caller caller, IGrainFactory grains, IIncidents store, AuditTrail audit, string incident, IncidentAppeal appeal, CancellationToken ct)
    {
        if (await FindAsync(caller, store, incident, ct) is not { } found || found.UserId != caller.User.Key)
        {
            return ApiProblem.NotFound("case");
        }

        await audit.WriteAsync(caller, "incident.appeal", incident);
        return Problem(await Watch(grains, caller).Appeal(incident, caller.User, appeal.Text)) is { } problem ? problem : TypedResults.NoContent();
    }

    private static ProblemHttpResult? Problem(ConfigureReceipt receipt) => ApiProblem.Of(receipt, "case");

    private static async Task<Incident?> FindAsync(Caller caller, IIncidents store, string incident, CancellationToken ct) =>
        ApiId.IsName(incident) ? await store.FindAsync(caller.Tenant.Value, incident, ct) : null;

    private static IIncidentGrain Watch(IGrainFactory grains, Caller caller) => grains.GetGrain<IIncidentGrain>(IIncidentGrain.KeyOf(caller.Tenant));
}
