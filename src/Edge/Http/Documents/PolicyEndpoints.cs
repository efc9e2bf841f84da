using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>The company's documents: everybody reads what is published, administrators write and publish.</summary>
internal static class PolicyEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var policies = api.MapGroup("/policies").WithTags("Policies");
        policies.MapGet("/", ListAsync).AllowAnonymous().WithName("ListPolicies").WithSummary("The documents that are in force. Nobody has to sign in; company says whose, where the host does not.");
        policies.MapGet("/{kind}", GetAsync).AllowAnonymous().WithName("GetPolicy").WithSummary("A document with its text: the version that is in force, or any that was published.").ProducesProblem(404);
        policies.MapGet("/{kind}/diff", DiffAsync).AllowAnonymous().WithName("DiffPolicy").WithSummary("What two published versions differ in, line by line, in both languages.").ProducesProblem(404);

        var drafts = api.MapGroup("/policies/{kind}").WithTags("Policies").RequireAuthorization(Policies.Administer);
        drafts.MapGet("/versions", VersionsAsync).WithName("ListPolicyVersions").WithSummary("Every version, the newest first, with the draft.");
        drafts.MapGet("/draft", DraftAsync).WithName("GetPolicyDraft").WithSummary("The draft with its text.");
        drafts.MapPut("/draft", SaveDraftAsync).WithName("SavePolicyDraft").WithSummary("Write the draft, in Spanish and in English.").ProducesProblem(400).ProducesProblem(409);
        drafts.MapDelete("/draft", DeleteDraftAsync).WithName("DeletePolicyDraft").WithSummary("Throw the draft away.");
        drafts.MapGet("/draft/diff", DraftDiffAsync).WithName("DiffPolicyDraft").WithSummary("What the draft changes in the version that is in force.");
        drafts.MapPost("/publish", PublishAsync).WithName("PublishPolicy").WithSummary("Publish the draft, from a time on. What is published does not change any more.").ProducesProblem(409);
    }

    private static async Task<Ok<IReadOnlyList<PolicyModel>>> ListAsync(HttpContext context, IPolicies policies, PolicyCompany companies, EdgeClock clock, string? company, CancellationToken ct)
    {
        var versions = await policies.ListAsync(await companies.FindAsync(context, company, ct), ct: ct);
        return TypedResults.Ok<IReadOnlyList<PolicyModel>>(
            [.. PolicyKinds.All.Select(kind => PolicyModel.Of(PolicyRules.InForce(versions, kind, clock.Utc) ?? ShippedPolicies.Of(kind), inForce: true) with { ModifiedBy = "" })]);
    }

    private static async Task<Results<Ok<PolicyTextModel>, ProblemHttpResult>> GetAsync(
        HttpContext context, IPolicies policies, PolicyCompany companies, EdgeClock clock, string kind, string? company, int? version, CancellationToken ct)
    {
        if (!PolicyKinds.TryParse(kind, out var which))
        {
            return NoSuch();
        }

        var whose = await companies.FindAsync(context, company, ct);
        var inForce = await policies.FindInForceAsync(whose, which, clock.Utc, ct);
        var found = version is null ? inForce : await PublishedAsync(policies, whose, which, version.Value, ct);
        if (found is null)
        {
            return NoSuch();
        }

        // Who wrote it is not for everybody.
        var text = PolicyTextModel.Of(found, found.Version == inForce.Version);
        return TypedResults.Ok(text with { Document = text.Document with { ModifiedBy = "" } });
    }

    private static async Task<Results<Ok<PolicyDiffModel>, ProblemHttpResult>> DiffAsync(
        HttpContext context, IPolicies policies, PolicyCompany companies, PolicyDiffs diffs, string kind, int from, int to, string? company, CancellationToken ct)
    {
        var whose = await companies.FindAsync(context, company, ct);
        return PolicyKinds.TryParse(kind, out var which)
            && await PublishedAsync(policies, whose, which, from, ct) is { } older && await PublishedAsync(policies, whose, which, to, ct) is { } newer
                ? TypedResults.Ok(await diffs.OfAsync(older, newer, ct))
                : NoSuch();
    }

    private static async Task<Results<Ok<IReadOnlyList<PolicyModel>>, ProblemHttpResult>> VersionsAsync(Caller caller, IPolicies policies, EdgeClock clock, string kind, CancellationToken ct)
    {
        if (!PolicyKinds.TryParse(kind, out var which))
        {
            return NoSuch();
        }

        var versions = await policies.ListAsync(caller.Tenant.Value, ct: ct);
        var inForce = PolicyRules.InForce(versions, which, clock.Utc)?.Version ?? 0;
        return TypedResults.Ok<IReadOnlyList<PolicyModel>>(
            [.. versions.Where(version => version.Kind == which).Prepend(ShippedPolicies.Of(which)).Reverse().Select(version => PolicyModel.Of(version, version.Version == inForce))]);
    }

    private static async Task<Results<Ok<PolicyTextModel>, ProblemHttpResult>> DraftAsync(Caller caller, IPolicies policies, string kind, CancellationToken ct) =>
        await FindDraftAsync(caller, policies, kind, ct) is { } draft ? TypedResults.Ok(PolicyTextModel.Of(draft, inForce: false)) : NoDraft();

    private static async Task<Results<Ok<PolicyTextModel>, ProblemHttpResult>> SaveDraftAsync(
        Caller caller, IPolicies policies, AuditTrail audit, EdgeClock clock, string kind, PolicyDraftRequest request, CancellationToken ct)
    {
        if (!PolicyKinds.TryParse(kind, out var which))
        {
            return NoSuch();
        }

        var draft = new PolicyVersion
        {
            TenantId = caller.Tenant.Value,
            Kind = which,
            Version = 0,
            TitleEs = request.TitleEs?.Trim() ?? "",
            TitleEn = request.TitleEn?.Trim() ?? "",
            TextEs = request.TextEs?.ReplaceLineEndings("\n").Trim() ?? "",
            TextEn = request.TextEn?.ReplaceLineEndings("\n").Trim() ?? "",
            Material = request.Material,
            GraceDays = request.GraceDays,
            ChangedAt = clock.Utc,
            ChangedBy = caller.User.Name,
            Revision = request.Revision,
        };
        if (draft.Check() is { } wrong)
        {
            return ApiProblem.Invalid(wrong);
        }

        await audit.WriteAsync(caller, "policy.draft", kind, $"revision {draft.Revision}, material {draft.Material}, sha256 {draft.ComputeHash()}");
        return await policies.SaveDraftAsync(draft, ct) is { } saved
            ? TypedResults.Ok(PolicyTextModel.Of(saved, inForce: false))
            : ApiProblem.Conflict("The draft was changed or published by somebody else; read it again.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteDraftAsync(Caller caller, IPolicies policies, AuditTrail audit, string kind, CancellationToken ct)
    {
        if (!PolicyKinds.TryParse(kind, out var which))
        {
            return NoSuch();
        }

        await audit.WriteAsync(caller, "policy.draft-delete", kind);
        return await policies.DeleteDraftAsync(caller.Tenant.Value, which, ct) ? TypedResults.NoContent() : NoDraft();
    }

    private static async Task<Results<Ok<PolicyDiffModel>, ProblemHttpResult>> DraftDiffAsync(Caller caller, IPolicies policies, EdgeClock clock, string kind, CancellationToken ct) =>
        await FindDraftAsync(caller, policies, kind, ct) is { } draft
            ? TypedResults.Ok(PolicyDiffModel.Of(await policies.FindInForceAsync(caller.Tenant.Value, draft.Kind, clock.Utc, ct), draft))
            : NoDraft();

    private static async Task<Results<Ok<PolicyTextModel>, ProblemHttpResult>> PublishAsync(
        Caller caller, IPolicies policies, AuditTrail audit, EdgeClock clock, string kind, PolicyPublishRequest request, CancellationToken ct)
    {
        if (!PolicyKinds.TryParse(kind, out var which))
        {
            return NoSuch();
        }

        var now = clock.Utc;
        var from = request.From ?? now;
        await audit.WriteAsync(caller, "policy.publish", kind, FormattableString.Invariant($"revision {request.Revision}, from {from:O}"));
        return await policies.PublishAsync(caller.Tenant.Value, which, request.Revision, from, caller.User.Name, now, ct) is { } published
            ? TypedResults.Ok(PolicyTextModel.Of(published, published.IsInForce(now)))
            : ApiProblem.Conflict("There is no such draft any more; read it again.");
    }

    private static async Task<PolicyVersion?> FindDraftAsync(Caller caller, IPolicies policies, string kind, CancellationToken ct) =>
        PolicyKinds.TryParse(kind, out var which) && (await policies.ListAsync(caller.Tenant.Value, ct: ct)).FirstOrDefault(version => version.Kind == which && version.PublishedAt is null) is { } draft
            ? await policies.FindAsync(caller.Tenant.Value, which, draft.Version, ct)
            : null;

    private static async Task<PolicyVersion?> PublishedAsync(IPolicies policies, string company, PolicyKind kind, int version, CancellationToken ct) =>
        await policies.FindAsync(company, kind, version, ct) is { PublishedAt: not null } found ? found : null;

    private static ProblemHttpResult NoSuch() => ApiProblem.NotFound("document");

    private static ProblemHttpResult NoDraft() => ApiProblem.NotFound("draft");
}
