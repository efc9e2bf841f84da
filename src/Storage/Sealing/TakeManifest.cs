using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Sealing;

/// <summary>What a take consists of; the payload of its signed manifest.</summary>
public sealed record TakeManifest
{
    /// <summary>The version of this document.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Id of the recording.</summary>
    public required string Recording { get; init; }

    /// <summary>Id of the call.</summary>
    public required string Call { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The take, as in its files' names.</summary>
    public required string Take { get; init; }

    /// <summary>The edge that recorded it.</summary>
    public required string Edge { get; init; }

    /// <summary>When its first chunk begins (UTC).</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its last chunk ends (UTC).</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How it ended.</summary>
    public required TakeEnd End { get; init; }

    /// <summary>Number of its first chunk.</summary>
    public int FirstChunk { get; init; }

    /// <summary>Samples of a second of each channel; positions and lengths count these.</summary>
    public int SampleRate { get; init; } = SealedTime.SampleRate;

    /// <summary>What its key is wrapped with.</summary>
    public required string KeyId { get; init; }

    /// <summary>SHA-256 of the opening, in hexadecimal.</summary>
    public required string OpeningSha256 { get; init; }

    /// <summary>Its chunks, in order.</summary>
    public required ImmutableArray<ManifestChunk> Chunks { get; init; }

    /// <summary>What parties were told before it began; none where nobody had to be, and in what was recorded before this was written down.</summary>
    public ImmutableArray<TakeNotice> Notices { get; init; } = [];

    /// <summary>When recording was paused.</summary>
    public ImmutableArray<ManifestRange> Pauses { get; init; } = [];

    /// <summary>Chunks that were made and could not be stored.</summary>
    public ImmutableArray<ManifestGap> Lost { get; init; } = [];
}

/// <summary>A chunk of a take.</summary>
/// <param name="Number">Its place in the recording.</param>
/// <param name="Codec">What is in it.</param>
/// <param name="Samples">Samples of each channel.</param>
/// <param name="Bytes">Bytes of its file.</param>
/// <param name="Sha256">Hash of its file, in hexadecimal.</param>
/// <param name="Draft">Whether it is the first part of a chunk that its edge did not live to close.</param>
public sealed record ManifestChunk(int Number, SealedCodec Codec, int Samples, int Bytes, string Sha256, bool Draft = false);

/// <summary>A stretch of a recording.</summary>
/// <param name="From">Its first sample, counted from the recording's start.</param>
/// <param name="To">The sample after its last.</param>
public sealed record ManifestRange(long From, long To);

/// <summary>Chunks that are not there.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
/// <param name="Why">Why not.</param>
public sealed record ManifestGap(int First, int Last, string Why)
{
    /// <summary>Why: they were written, and were gone when the manifest was made. The verification takes that for a fault.</summary>
    public const string Missing = "missing";
}

/// <summary>How a take ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TakeEnd>))]
public enum TakeEnd
{
    /// <summary>Recording was ended.</summary>
    Closed,

    /// <summary>Its edge died, and what was on disk until then is there; or it lost the call while it was held up, and another edge went on.</summary>
    Interrupted,
}
