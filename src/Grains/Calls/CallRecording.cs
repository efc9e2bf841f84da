using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>One recording of the call.</summary>
[GenerateSerializer, Alias("rtc.state.CallRecording")]
internal sealed class CallRecording
{
    /// <summary>The recording.</summary>
    [Id(0)]
    public RecordingId Id { get; set; }

    /// <summary>The left channel's leg.</summary>
    [Id(1)]
    public LegId Left { get; set; }

    /// <summary>The right channel's leg.</summary>
    [Id(2)]
    public LegId? Right { get; set; }

    /// <summary>True when the edge was told to end it.</summary>
    [Id(3)]
    public bool Stopping { get; set; }

    /// <summary>True when nothing more comes of it.</summary>
    [Id(4)]
    public bool Closed { get; set; }

    /// <summary>Why audio is not stored, when it should be.</summary>
    [Id(5)]
    public string? Problem { get; set; }

    /// <summary>Whose voicemail box it is a message for; null for a recording of the call.</summary>
    [Id(80)]
    public UserId? Mailbox { get; set; }

    /// <summary>Where its chunks are, of a message.</summary>
    [Id(81)]
    public string BlobPrefix { get; set; } = "";

    /// <summary>When it began, of a message.</summary>
    [Id(82)]
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>How long it is, of a message that was closed by its edge.</summary>
    [Id(83)]
    public long? DurationMilliseconds { get; set; }

    /// <summary>True while its edge is gone, or leaves, and the next one has not gone on with it, since the left party has no sound yet.</summary>
    [Id(220)]
    public bool Waits { get; set; }

    /// <summary>The first chunk of the edge that records it now; more than 0 when an edge died that recorded it, the last seconds of which are missing.</summary>
    [Id(221)]
    public int FirstChunk { get; set; }

    /// <summary>The edge that ends it, when another one carries the call's media since; with <see cref="Waits"/> it records until then. Null for the anchor.</summary>
    [Id(250)]
    public EdgeId? At { get; set; }

    /// <summary>True when the edge ended it before all of it was stored, of a message.</summary>
    [Id(270)]
    public bool Late { get; set; }

    /// <summary>What is known of the fax whose pages it is; null for sound.</summary>
    [Id(310)]
    public CallFax? Fax { get; set; }
}
