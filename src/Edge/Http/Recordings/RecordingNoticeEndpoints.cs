using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Notices;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>What parties outside are told, or asked, before their calls are recorded.</summary>
internal static class RecordingNoticeEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var notices = api.MapGroup("/recording-notices").WithTags("Recordings").RequireAuthorization(Policies.Administer);
        notices.MapGet("", GetAsync).WithName("GetRecordingNotices").WithSummary("What parties outside are told before their calls are recorded, by line, queue and country; the first rule that covers a call counts.");
        notices.MapPut("", PutAsync).WithName("PutRecordingNotices").WithSummary("Say what they are told. With version, not over somebody else's change.").ProducesProblem(409);
    }

    private static async Task<Ok<RecordingNoticesModel>> GetAsync(Caller caller, IDirectory directory, CancellationToken ct)
    {
        var document = await directory.FindDocumentAsync(caller.Tenant.Value, NoticeRules.Kind, NoticeRules.Name, ct);
        return TypedResults.Ok(new RecordingNoticesModel(NoticeRules.Read(document?.Json).Rules, document?.Version ?? 0));
    }

    private static async Task<Results<Ok<RecordingNoticesModel>, ProblemHttpResult>> PutAsync(
        Caller caller, IGrainFactory grains, IDirectory directory, AuditTrail audit, RecordingNoticesChange change, int? version, CancellationToken ct)
    {
        var rules = new NoticeRules { Rules = change.Rules ?? [] };
        if (rules.Check() is { } problem)
        {
            return ApiProblem.Invalid(problem);
        }

        var before = await directory.FindDocumentAsync(caller.Tenant.Value, NoticeRules.Kind, NoticeRules.Name, ct);
        await audit.WriteAsync(caller, "notices.save", NoticeRules.Name, $"from {before?.Json ?? "none"} to {rules.Write()}");
        return ApiProblem.Of(await grains.GetGrain<INoticeGrain>(INoticeGrain.KeyOf(caller.Tenant)).Configure(rules.Write(), version, caller.User.Name), "rules") is { } refused
            ? refused
            : await GetAsync(caller, directory, ct);
    }
}

/// <summary>What parties outside are told.</summary>
/// <param name="Rules">The rules, in the order in which they are asked.</param>
/// <param name="Version">Version of the rules; 0 while there are none.</param>
internal sealed record RecordingNoticesModel(IReadOnlyList<NoticeRule> Rules, int Version);

/// <summary>Rules as they shall be.</summary>
/// <param name="Rules">The rules, in the order in which they are asked.</param>
internal sealed record RecordingNoticesChange(IReadOnlyList<NoticeRule>? Rules);
