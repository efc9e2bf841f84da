using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>What the signed-in user has accepted, and accepts.</summary>
internal static class OwnPolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var own = api.MapGroup("/me/policies").WithTags("Policies");
        own.MapGet("/", GetAsync).WithName("GetOwnPolicies").WithSummary("What you have accepted and have to accept, and from when your calls are refused without.");
        own.MapPost("/{kind}/acceptance", AcceptAsync).WithName("AcceptPolicy").WithSummary("Accept a document as it was shown: by its version and hash.").ProducesProblem(409);
    }

    private static async Task<Ok<OwnPoliciesModel>> GetAsync(Caller caller, IPolicies policies, EdgeClock clock, CancellationToken ct)
    {
        var now = clock.Utc;
        var versions = await policies.ListAsync(caller.Tenant.Value, ct: ct);
        var acceptances = await policies.ListAcceptancesAsync(caller.Tenant.Value, caller.User.Name, ct);
        var accepted = acceptances.GroupBy(acceptance => acceptance.Kind).ToDictionary(kind => kind.Key, kind => kind.Max(acceptance => acceptance.Version));
        var pending = PolicyRules.Pending(versions, accepted);
        var blocksAt = pending.Count == 0 ? (DateTimeOffset?)null : pending.Min(one => one.BlocksAt);
        return TypedResults.Ok(new OwnPoliciesModel(
            [
                .. pending.Select(one => new PendingPolicyModel(
                    PolicyModel.Of(one.Document, one.Document.IsInForce(now)), one.BlocksAt, accepted.TryGetValue(one.Document.Kind, out var before) ? before : null)),
            ],
            [.. acceptances.Select(AcceptanceModel.Of)],
            blocksAt,
            blocksAt <= now));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AcceptAsync(
        Caller caller, HttpContext context, IPolicies policies, AuditTrail audit, EdgeClock clock, string kind, AcceptRequest request, CancellationToken ct)
    {
        if (!PolicyKinds.TryParse(kind, out var which) || await policies.FindAsync(caller.Tenant.Value, which, request.Version, ct) is not { PublishedAt: not null } document)
        {
            return ApiProblem.NotFound("document");
        }

        if (document.Hash != request.Hash)
        {
            return ApiProblem.Conflict("That is not what the document says; read it again.");
        }

        var (device, address) = Device.Of(context);
        await audit.WriteAsync(caller, "policy.accept", kind, FormattableString.Invariant($"version {document.Version}, sha256 {document.Hash}, {device}"));
        await policies.AcceptAsync(
            new PolicyAcceptance
            {
                TenantId = caller.Tenant.Value,
                UserName = caller.User.Name,
                Kind = which,
                Version = document.Version,
                Hash = document.Hash,
                At = clock.Utc,
                Device = device,
                Address = address,
            },
            ct);
        return TypedResults.NoContent();
    }
}
