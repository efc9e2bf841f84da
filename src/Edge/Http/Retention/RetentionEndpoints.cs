using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Retention;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Retention;

namespace RtcCluster.Edge.Http.Retention;

/// <summary>How long what is kept. Administrators say so for the company, its users and queues; each user for the own voicemail, faxes and call log.</summary>
internal static class RetentionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var retention = api.MapGroup("/retention").WithTags("Retention").RequireAuthorization(Policies.Administer);
        retention.MapGet("", GetAsync).WithName("GetRetention").WithSummary("How long the company keeps what.");
        retention.MapPut("", PutAsync).WithName("PutRetention").WithSummary("Say how long the company keeps what. With version, not over somebody else's change.").ProducesProblem(409);
        retention.MapPost("/sweeps", SweepAsync).WithName("SweepRetention").WithSummary("Erase now what has been kept long enough; it is done every hour anyway.");
        retention.MapGet("/sweeps", SweepsAsync).WithName("ListRetentionSweeps").WithSummary("The last sweeps, the latest first: how far it is, and what came of it.");
        retention.MapGet("/receipts", ReceiptsAsync).WithName("ListRetentionReceipts").WithSummary("What was erased, when, by which rule; the latest first.");

        var own = api.MapGroup("/me/retention").WithTags("Retention");
        own.MapGet("", GetOwnAsync).WithName("GetOwnRetention").WithSummary("How long the own voicemail, faxes and call log are kept.");
        own.MapPut("", PutOwnAsync).WithName("PutOwnRetention").WithSummary("Say how long the own voicemail, faxes and call log are kept.");
    }

    private static async Task<Ok<RetentionModel>> GetAsync(Caller caller, IDirectory directory, CancellationToken ct)
    {
        var (rules, version) = await ReadAsync(caller, directory, ct);
        return TypedResults.Ok(new RetentionModel(rules.Recordings, rules.Voicemail, rules.CallLog, rules.Chat, rules.Fax, version));
    }

    private static async Task<Results<Ok<RetentionModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, RetentionChange change, int? version, CancellationToken ct)
    {
        var (before, _) = await ReadAsync(caller, directory, ct);
        await audit.WriteAsync(caller, "retention.save", RetentionRules.Name, $"from {before.Write()} to {change.ToRules().Write()}");
        return ApiProblem.Of(await Retention(grains, caller).Configure(change.ToSettings(), version, caller.User.Name), "retention") is { } problem ? problem : await GetAsync(caller, directory, ct);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SweepAsync(Caller caller, IGrainFactory grains, AuditTrail audit)
    {
        await audit.WriteAsync(caller, "retention.ask", RetentionRules.Name);
        return await Retention(grains, caller).Sweep()
            ? TypedResults.NoContent()
            : ApiProblem.Conflict("A sweep is under way.");
    }

    private static async Task<Ok<IReadOnlyList<SweepModel>>> SweepsAsync(Caller caller, IRetentionLog log, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<SweepModel>>([.. (await log.ListSweepsAsync(caller.Tenant.Value, ct)).Select(SweepModel.Of)]);

    private static async Task<Results<Ok<PageModel<ReceiptModel>>, ProblemHttpResult>> ReceiptsAsync(Caller caller, IRetentionLog log, string? cursor, int? limit, CancellationToken ct) =>
        PageModel.Of(await log.ListReceiptsAsync(caller.Tenant.Value, cursor, PageModel.Limit(limit), ct), ReceiptModel.Of);

    private static async Task<Ok<OwnRetentionModel>> GetOwnAsync(Caller caller, IDirectory directory, CancellationToken ct)
    {
        var (rules, _) = await ReadAsync(caller, directory, ct);
        return TypedResults.Ok(new OwnRetentionModel(DaysOf(rules.Voicemail, caller), DaysOf(rules.CallLog, caller), DaysOf(rules.Fax, caller)));
    }

    private static async Task<Results<Ok<OwnRetentionModel>, ProblemHttpResult>> PutOwnAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, OwnRetentionModel change, CancellationToken ct)
    {
        await audit.WriteAsync(caller, "retention.own", caller.User.Name, FormattableString.Invariant($"voicemail {change.VoicemailDays}, call log {change.CallLogDays}, fax {change.FaxDays}"));
        return ApiProblem.Of(await Retention(grains, caller).KeepOwn(caller.User.Name, new OwnRetention(change.VoicemailDays, change.CallLogDays, change.FaxDays)), "retention") is { } problem
            ? problem
            : await GetOwnAsync(caller, directory, ct);
    }

    private static async Task<(RetentionRules Rules, int Version)> ReadAsync(Caller caller, IDirectory directory, CancellationToken ct)
    {
        var document = await directory.FindDocumentAsync(caller.Tenant.Value, RetentionRules.Kind, RetentionRules.Name, ct);
        return (RetentionRules.Read(document?.Json), document?.Version ?? 0);
    }

    private static int? DaysOf(RetentionRule rule, Caller caller) => rule.Users.TryGetValue(caller.User.Name, out var days) ? days : null;

    private static IRetentionGrain Retention(IGrainFactory grains, Caller caller) => grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf(caller.Tenant.Value));
}
