using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Legal;

namespace RtcCluster.Edge.Http.Legal;

/// <summary>Legal cases: what they cover is not erased. For administrators, and each step but the first needs another one.</summary>
internal static class LegalEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var cases = api.MapGroup("/legal-cases").WithTags("Legal cases").RequireAuthorization(Policies.Administer);
        cases.MapGet("", ListAsync).WithName("ListLegalCases").WithSummary("List cases, the latest first.");
        cases.MapGet("/{id}", GetAsync).WithName("GetLegalCase").WithSummary("One case, with what of its calls was gone before.");
        cases.MapPost("", ProposeAsync).WithName("ProposeLegalCase").WithSummary("Propose a case: it holds from now on, and for seven days without a second person.").ProducesValidationProblem();
        Step(cases, "approve", "ApproveLegalCase", "Approve what another proposed.", static (store, caller, id, ct) => store.ApproveAsync(caller.Tenant.Value, id, caller.User.Key, ct));
        Step(cases, "ask-release", "AskLegalCaseRelease", "Ask for the release; of a case that nobody has approved it is the release.", static (store, caller, id, ct) => store.AskReleaseAsync(caller.Tenant.Value, id, caller.User.Key, ct));
        Step(cases, "release", "ReleaseLegalCase", "Release what another asked to release.", static (store, caller, id, ct) => store.ReleaseAsync(caller.Tenant.Value, id, caller.User.Key, ct));
    }

    private static void Step(IEndpointRouteBuilder cases, string name, string operation, string summary, Func<ILegalCases, Caller, string, CancellationToken, Task<LegalStep>> step) =>
        cases.MapPost($"/{{id}}/{name}", async Task<Results<Ok<LegalCaseModel>, ProblemHttpResult>> (Caller caller, ILegalCases store, AuditTrail audit, TimeProvider time, string id, CancellationToken ct) =>
        {
            if (!ApiId.IsName(id) || await store.FindAsync(caller.Tenant.Value, id, ct) is null)
            {
                return ApiProblem.NotFound("legal case");
            }

            await audit.WriteAsync(caller, $"legal.{name}", id);
            return await step(store, caller, id, ct) switch
            {
                { Status: LegalStepStatus.Done, Case: { } held } => await ModelAsync(store, held, time, ct),
                { Status: LegalStepStatus.SamePerson } => ApiProblem.Make(StatusCodes.Status409Conflict, "same-person", "This needs another person than who did the step before."),
                { Status: LegalStepStatus.Missing } => ApiProblem.NotFound("legal case"),
                _ => ApiProblem.Conflict("The case is not where this step begins; read it again."),
            };
        }).WithName(operation).WithSummary(summary).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Ok<IReadOnlyList<LegalCaseModel>>> ListAsync(Caller caller, ILegalCases store, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<LegalCaseModel>>([.. (await store.ListAsync(caller.Tenant.Value, ct)).Select(held => LegalCaseModel.Of(held, time.GetUtcNow()))]);

    private static async Task<Results<Ok<LegalCaseModel>, ProblemHttpResult>> GetAsync(Caller caller, ILegalCases store, TimeProvider time, string id, CancellationToken ct) =>
        ApiId.IsName(id) && await store.FindAsync(caller.Tenant.Value, id, ct) is { } held ? await ModelAsync(store, held, time, ct) : ApiProblem.NotFound("legal case");

    private static async Task<Results<Ok<LegalCaseModel>, ProblemHttpResult>> ProposeAsync(
        Caller caller, ILegalCases store, AuditTrail audit, TimeProvider time, LegalProposal proposal, CancellationToken ct)
    {
        var asked = proposal.Scope;
        var (scope, problem) = new LegalScopeModel(asked.Users, asked.Numbers, asked.Calls, asked.From, asked.Until).Read(caller);
        if (scope is null)
        {
            return ApiProblem.Invalid(problem!);
        }

        // The scope is the case's to tell: what it names are people.
        await audit.WriteAsync(caller, "legal.propose", proposal.Name, FormattableString.Invariant($"{scope.Users.Count} users, {scope.Numbers.Count} numbers, {scope.Calls.Count} calls"));
        return await ModelAsync(store, await store.ProposeAsync(caller.Tenant.Value, proposal.Name, proposal.Reason ?? "", scope, caller.User.Key, ct), time, ct);
    }

    private static async Task<Ok<LegalCaseModel>> ModelAsync(ILegalCases store, LegalCase held, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(LegalCaseModel.Of(held, time.GetUtcNow()) with { Gone = [.. (await store.GoneAsync(held, ct)).Select(gone => new GoneModel(gone.At, ApiId.Of(gone.ObjectId)))] });
}
