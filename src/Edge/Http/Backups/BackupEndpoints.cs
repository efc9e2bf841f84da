using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Backups;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Backups;

/// <summary>Backups of the company, for administrators: what there is, when they are made, one now. Bringing one back is the operator's: it needs a company that is gone.</summary>
internal static class BackupEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var backups = api.MapGroup("/backups").WithTags("Backups").RequireAuthorization(Policies.Administer);
        backups.MapGet("", GetAsync).WithName("ListBackups").WithSummary("Backups of the company, the newest first; when the next one is made, and what came of the last.");
        backups.MapPost("", StartAsync).WithName("StartBackup").WithSummary("Make a backup now.").ProducesProblem(403).ProducesProblem(409);
        backups.MapPost("/verifications", VerifyAsync).WithName("VerifyBackups").WithSummary("Read every backup to its last byte; what was found is in the list then.").ProducesProblem(403).ProducesProblem(409);
        backups.MapPut("/schedule", PutAsync).WithName("PutBackupSchedule").WithSummary("Say when backups are made, in the company's time. With version, not over somebody else's change.").ProducesProblem(403).ProducesProblem(409);
    }

    private static async Task<Ok<BackupsModel>> GetAsync(Caller caller, IGrainFactory grains, TenantBackups backups, BackupEntitlement entitlement, IDirectory directory, TimeProvider time, CancellationToken ct)
    {
        var tenant = caller.Tenant.Value;
        var document = await directory.FindDocumentAsync(tenant, BackupSchedule.Kind, BackupSchedule.Name, ct);
        var schedule = BackupSchedule.Read(document?.Json);
        var status = BackupStatus.Read((await directory.FindDocumentAsync(tenant, BackupSchedule.Kind, BackupStatus.Name, ct))?.Json);
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById((await directory.FindTenantAsync(tenant, ct))?.Settings.TimeZone ?? "", out var found) ? found : TimeZoneInfo.Utc;
        IReadOnlyList<BackupManifest> made = [];
        string? fault = null;
        try
        {
            made = backups.IsConfigured ? await backups.ListAsync(tenant, ct) : [];
        }
        catch (BackupRefusedException e)
        {
            fault = e.Message;
        }

        var refusal = backups.IsConfigured ? await entitlement.RefusalAsync(tenant, ct) : "The cluster has no key for backups.";
        return TypedResults.Ok(new BackupsModel(
            refusal is null ? null : backups.IsConfigured ? BackupAnswer.NotInPlan : BackupAnswer.NotConfigured,
            refusal,
            await Grain(grains, caller).Doing(),
            BackupScheduleModel.Of(schedule, document?.Version ?? 0),
            refusal is null ? schedule.Next(time.GetUtcNow(), zone) : null,
            // One that the operator's command made since makes up for it.
            status.Failure is { } failure && !(made is [.., var last] && last.StartedAt > failure.At) ? new BackupFailureModel(failure.At, failure.Reason) : null,
            status is { VerifiedAt: { } at, Verdict: { } verdict } ? new BackupVerdictModel(at, verdict.Backups, verdict.Bytes, verdict.Erased, verdict.Fault) : null,
            fault,
            [.. made.Reverse().Select(BackupModel.Of)]));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> StartAsync(Caller caller, IGrainFactory grains, AuditTrail audit) =>
        await AnswerAsync(caller, audit, "backup.ask", await Grain(grains, caller).Start(caller.User.Name));

    private static async Task<Results<NoContent, ProblemHttpResult>> VerifyAsync(Caller caller, IGrainFactory grains, AuditTrail audit) =>
        await AnswerAsync(caller, audit, "backup.ask-verify", await Grain(grains, caller).Verify(caller.User.Name));

    private static async Task<Results<Ok<BackupScheduleModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, BackupEntitlement entitlement, AuditTrail audit, BackupScheduleChange change, int? version, CancellationToken ct)
    {
        if (await entitlement.RefusalAsync(caller.Tenant.Value, ct) is { } refusal)
        {
            await audit.WriteAsync(caller, "backup.refuse", BackupSchedule.Name, refusal);
            return ApiProblem.Forbidden(refusal);
        }

        await audit.WriteAsync(caller, "backup.schedule", BackupSchedule.Name, change.ToString());
        var receipt = await Grain(grains, caller).Configure(change.ToSettings(), version, caller.User.Name);
        if (ApiProblem.Of(receipt, "schedule") is { } problem)
        {
            return problem;
        }

        var saved = await directory.FindDocumentAsync(caller.Tenant.Value, BackupSchedule.Kind, BackupSchedule.Name, ct);
        return TypedResults.Ok(BackupScheduleModel.Of(BackupSchedule.Read(saved?.Json), saved?.Version ?? 0));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AnswerAsync(Caller caller, AuditTrail audit, string action, BackupReceipt receipt)
    {
        await audit.WriteAsync(caller, receipt.Answer == BackupAnswer.Begun ? action : "backup.refuse", BackupSchedule.Kind, receipt.Problem ?? "");
        return receipt.Answer switch
        {
            BackupAnswer.Begun => TypedResults.NoContent(),
            BackupAnswer.NotInPlan => ApiProblem.Forbidden(receipt.Problem ?? "Backups are not part of the plan."),
            _ => ApiProblem.Conflict(receipt.Problem ?? "It cannot be done now."),
        };
    }

    private static IBackupGrain Grain(IGrainFactory grains, Caller caller) => grains.GetGrain<IBackupGrain>(IBackupGrain.KeyOf(caller.Tenant.Value));
}
