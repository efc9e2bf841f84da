using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Consents;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Consents;

/// <summary>Notices of a company to its users, and new versions of its documents. Each user sees each version once.</summary>
internal static class NoticeEndpoints
{
    private const int LongestId = 100;
    private const string PolicyPrefix = "policy.";
    private static readonly TimeSpan Shown = TimeSpan.FromDays(90);

    public static void Map(IEndpointRouteBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("Notices").RequireAuthorization(Policies.Administer);
        notices.MapGet("/", ListAsync).WithName("ListNotices").WithSummary("Notices of the company to its users.");
        notices.MapPut("/{notice}", PutAsync).WithName("PutNotice").WithSummary("Tell users something, in Spanish and in English. Whoever has seen it before sees the new version too.").ProducesValidationProblem();
        notices.MapDelete("/{notice}", DeleteAsync).WithName("DeleteNotice").WithSummary("Take a notice back.");

        var own = api.MapGroup("/me/notices").WithTags("Notices");
        own.MapGet("/", ListOwnAsync).WithName("ListOwnNotices").WithSummary("What you have not seen yet: notices, and documents that were published.");
        own.MapPut("/{notice}/seen", SeeAsync).WithName("SeeNotice").WithSummary("You have seen it; it does not come again, on no device.").ProducesProblem(404);
    }

    private static async Task<Ok<IReadOnlyList<NoticeModel>>> ListAsync(Caller caller, IDirectory directory, CancellationToken ct) =>
        TypedResults.Ok<IReadOnlyList<NoticeModel>>([.. (await directory.ListDocumentsAsync(caller.Tenant.Value, NoticeRequest.Kind, ct)).Select(Of).OfType<NoticeModel>()]);

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        Caller caller, IDirectory directory, IDirectoryWriter writer, AuditTrail audit, string notice, NoticeRequest request, CancellationToken ct)
    {
        if (!ApiId.IsName(notice) || notice.Length > 64)
        {
            return ApiProblem.Invalid("notice: 1 to 64 letters, digits, and . _ - + * #.");
        }

        if (string.IsNullOrWhiteSpace(request.TitleEs) || string.IsNullOrWhiteSpace(request.TitleEn) || string.IsNullOrWhiteSpace(request.TextEs) || string.IsNullOrWhiteSpace(request.TextEn))
        {
            return ApiProblem.Invalid("titleEs, titleEn, textEs, textEn: a notice is written in Spanish and in English.");
        }

        await audit.WriteAsync(caller, "notice.save", notice);
        var before = await directory.FindDocumentAsync(caller.Tenant.Value, NoticeRequest.Kind, notice, ct);
        var saved = await writer.SaveDocumentAsync(
            new Document { TenantId = caller.Tenant.Value, Kind = NoticeRequest.Kind, Name = notice, Json = request.Write(), ChangedBy = caller.User.Name, Version = before?.Version ?? 0 }, ct);
        return saved.IsSaved ? TypedResults.NoContent() : ApiProblem.Conflict("The notice was changed by somebody else; read it again.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IDirectory directory, IDirectoryWriter writer, AuditTrail audit, string notice, CancellationToken ct)
    {
        if (!ApiId.IsName(notice) || await directory.FindDocumentAsync(caller.Tenant.Value, NoticeRequest.Kind, notice, ct) is not { } found)
        {
            return ApiProblem.NotFound("notice");
        }

        await audit.WriteAsync(caller, "notice.delete", notice);
        return (await writer.DeleteDocumentAsync(caller.Tenant.Value, NoticeRequest.Kind, notice, found.Version, ct)).IsSaved
            ? TypedResults.NoContent()
            : ApiProblem.Conflict("The notice was changed by somebody else; read it again.");
    }

    private static async Task<Ok<IReadOnlyList<OwnNoticeModel>>> ListOwnAsync(Caller caller, IDirectory directory, IPolicies policies, IConsents consents, EdgeClock clock, CancellationToken ct)
    {
        var (tenant, user, now) = (caller.Tenant.Value, caller.User.Name, clock.Utc);
        var seen = await consents.ListSeenAsync(tenant, user, ct);
        var told = (await directory.ListDocumentsAsync(tenant, NoticeRequest.Kind, ct)).Select(Of).OfType<NoticeModel>().Where(notice => notice.Until is null || notice.Until > now)
            .Select(notice => new OwnNoticeModel(IdOf(notice.Name, notice.Version), notice.TitleEs, notice.TitleEn, notice.TextEs, notice.TextEn, null));

        // What has to be accepted is asked for elsewhere, and whoever has accepted it knows it.
        var accepted = await policies.AcceptedAsync(tenant, user, ct);
        var versions = await policies.ListAsync(tenant, ct: ct);
        var pending = PolicyRules.Pending(versions, accepted).Select(one => one.Document.Kind).ToHashSet();
        var published = versions.Where(version => version.PublishedAt > now - Shown && !pending.Contains(version.Kind) && version.Version > accepted.GetValueOrDefault(version.Kind))
            .GroupBy(version => version.Kind).Select(kind => kind.MaxBy(version => version.Version)!)
            .Select(version => (version, name: PolicyKinds.NameOf(version.Kind)))
            .Select(one => new OwnNoticeModel(IdOf(PolicyPrefix + one.name, one.version.Version), one.version.TitleEs, one.version.TitleEn, "", "", $"/policies/{one.name}/{one.version.Version}?company={tenant}"));
        return TypedResults.Ok<IReadOnlyList<OwnNoticeModel>>([.. told.Concat(published).Where(notice => !seen.Contains(notice.Id))]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SeeAsync(
        Caller caller, IDirectory directory, IPolicies policies, IConsents consents, EdgeClock clock, string notice, CancellationToken ct)
    {
        if (!ApiId.IsName(notice) || notice.Length > LongestId || !await IsThereAsync(caller.Tenant.Value, directory, policies, notice, ct))
        {
            return ApiProblem.NotFound("notice");
        }

        await consents.SeeAsync(new SeenNotice { TenantId = caller.Tenant.Value, UserName = caller.User.Name, Notice = notice, At = clock.Utc }, ct);
        return TypedResults.NoContent();
    }

    // What is seen is stored: only of what there is, so that it has an end. Whoever has an older version before them has seen that.
    private static async Task<bool> IsThereAsync(string tenant, IDirectory directory, IPolicies policies, string notice, CancellationToken ct)
    {
        var dot = notice.LastIndexOf('.');
        if (dot <= 0 || !int.TryParse(notice.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1 || IdOf(notice[..dot], version) != notice)
        {
            return false;
        }

        var name = notice[..dot];
        return (name.StartsWith(PolicyPrefix, StringComparison.Ordinal) && PolicyKinds.TryParse(name[PolicyPrefix.Length..], out var kind)
                && await policies.FindAsync(tenant, kind, version, ct) is { PublishedAt: not null })
            || (await directory.FindDocumentAsync(tenant, NoticeRequest.Kind, name, ct) is { } document && version <= document.Version);
    }

    private static NoticeModel? Of(Document document) =>
        NoticeRequest.Read(document.Json) is { } notice ? new NoticeModel(document.Name, document.Version, notice.TitleEs, notice.TitleEn, notice.TextEs, notice.TextEn, notice.Until) : null;

    private static string IdOf(string name, int version) => FormattableString.Invariant($"{name}.{version}");
}
