using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Recordings;

/// <summary>One recording: its place in the catalogue from the first chunk to the end of its retention. Key: <see cref="RecordingId"/>.</summary>
[Alias("rtc.IRecordingGrain")]
public interface IRecordingGrain : IGrainWithStringKey
{
    /// <summary>It begins; the catalogue knows it from now on.</summary>
    [Alias("Begin")]
    Task Begin(RecordingStart start);

    /// <summary>The edge closed it.</summary>
    [Alias("Finish")]
    Task Finish(DateTimeOffset at, int chunks, long durationMilliseconds, bool complete, string? problem);

    /// <summary>The edge is gone: what is in the blob store is what there is. The catalogue then says partial.</summary>
    [Alias("Reconcile")]
    Task Reconcile(DateTimeOffset at);

    /// <summary>
    /// An edge has brought into the store what had waited on its disk: it started again, or the store was away when the recording ended. Nothing happens while the call goes on: its end looks what is there.
    /// Of a message, which the catalogue does not know, its box is told.
    /// </summary>
    [Alias("Salvaged")]
    Task Salvaged();
}

/// <summary>What is known when a recording begins.</summary>
/// <param name="Call">The call.</param>
/// <param name="StartedAt">When (UTC).</param>
/// <param name="BlobPrefix">Where its chunks go.</param>
/// <param name="KeyId">The key that it is or will be sealed with.</param>
/// <param name="RetainUntil">When it may be erased (UTC).</param>
/// <param name="Left">Number of the left channel's party.</param>
/// <param name="Right">Number of the right channel's first party.</param>
/// <param name="LeftUser">The left party, when it is a user; may hear it.</param>
/// <param name="RightUser">The right party, when it is a user; may hear it.</param>
[GenerateSerializer, Immutable, Alias("rtc.RecordingStart")]
public sealed record RecordingStart(
    [property: Id(0)] CallId Call,
    [property: Id(1)] DateTimeOffset StartedAt,
    [property: Id(2)] string BlobPrefix,
    [property: Id(3)] string KeyId,
    [property: Id(4)] DateTimeOffset RetainUntil,
    [property: Id(5)] string Left,
    [property: Id(6)] string Right,
    [property: Id(7)] UserId? LeftUser,
    [property: Id(8)] UserId? RightUser);
