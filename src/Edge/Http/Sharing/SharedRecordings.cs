using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Sharing;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Edge.Http.Sharing;

/// <summary>Whether a link and its recording, or its voicemail message, are still to be had.</summary>
internal sealed class SharedRecordings(IDirectory directory, IRecordingQuery recordings, IVoicemailStore messages, RecordingDays days, EdgeClock clock)
{
    public static ProblemHttpResult UsedUp() => Gone("used-up", "The link has been opened as often as it may be.");

    /// <summary>Why a link opens no more, as far as it says so itself; null when it does.</summary>
    public ProblemHttpResult? Ended(ShareLink link) =>
        link.RevokedAt is not null ? Gone("revoked", "The link was revoked.")
        : clock.Utc >= link.ExpiresAt ? Gone("expired", "The link has expired.")
        : !link.IsOpen(clock.Utc) ? UsedUp()
        : null;

    /// <summary>The sound of a link, or why it is not to be had: erased, kept long enough, or shared by somebody who may not hear it any more.</summary>
    public async Task<(SharedSound? Sound, ProblemHttpResult? Problem)> FindAsync(ShareLink link, CancellationToken ct)
    {
        var maker = new UserId(link.CreatedBy);
        if (await directory.FindUserAsync(maker.Tenant.Value, maker.Name, ct) is not { Disabled: false } user)
        {
            return (null, Gone("revoked", "The link was revoked."));
        }

        if (await recordings.FindAsync(link.TenantId, link.RecordingId, ct) is not { } entry)
        {
            return await FindMessageAsync(link, maker, ct);
        }

        return user.Role < UserRole.Supervisor && await recordings.FindOfAsync(link.TenantId, maker.Key, link.RecordingId, ct) is null ? (null, Gone("revoked", "The link was revoked."))
            : entry.ErasedAt is not null ? (null, RecordingEndpoints.Erased(entry))
            : await days.AreOverAsync(entry, ct) ? (null, Gone("erased", "The recording has been kept long enough."))
            : (new SharedSound(ShareKind.Recording.Name, entry.BlobPrefix, entry.StartedAt, entry.EndedAt), null);
    }

    // Only its owner makes links of a message: it is looked for in no other box.
    private async Task<(SharedSound? Sound, ProblemHttpResult? Problem)> FindMessageAsync(ShareLink link, UserId owner, CancellationToken ct) =>
        await messages.FindWithDeletedAsync(owner.Key, link.RecordingId, ct) is not { } message ? (null, ApiProblem.NotFound("recording"))
        : message.DeletedAt is not null ? (null, Gone("erased", "The message has been deleted."))
        : await days.AreOverAsync(message, ct) ? (null, Gone("erased", "The message has been kept long enough."))
        : (new SharedSound(ShareKind.Message.Name, message.BlobPrefix, message.At, message.At.AddMilliseconds(message.DurationMilliseconds)), null);

    private static ProblemHttpResult Gone(string code, string why) => ApiProblem.Make(StatusCodes.Status410Gone, code, why);
}

/// <summary>What is heard by a link.</summary>
/// <param name="Kind">What it is: <c>recording</c> or <c>voicemail</c>.</param>
/// <param name="BlobPrefix">Where it lies in the blob store.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended.</param>
internal sealed record SharedSound(string Kind, string BlobPrefix, DateTimeOffset StartedAt, DateTimeOffset? EndedAt);
