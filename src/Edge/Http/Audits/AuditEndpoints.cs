using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.History;

namespace RtcCluster.Edge.Http.Audits;

/// <summary>Who did what to whom; for administrators.</summary>
internal static class AuditEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).RequireAuthorization(Policies.Administer).WithName("ListAudit").WithTags("Audit")
            .WithSummary("What was done to queues and agents, the latest first.");

    private static async Task<Results<Ok<PageModel<AuditModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IAuditLog audit, string? cursor, int? limit, CancellationToken ct) =>
        PageModel.Of(
            await audit.ListAsync(caller.Tenant.Value, cursor, PageModel.Limit(limit), ct),
            row => new AuditModel(row.At, ApiId.Of(row.Actor), row.Action, row.Target, row.Address, row.Detail));
}

/// <summary>Something that was done.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Actor">The user who did it.</param>
/// <param name="Action">What, for example <c>agent.state</c>.</param>
/// <param name="Target">To whom or what.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="Detail">More of it.</param>
internal sealed record AuditModel(DateTimeOffset At, string Actor, string Action, string Target, string Address, string Detail);
