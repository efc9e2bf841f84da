using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Calls;

/// <summary>What all calls of an edge share.</summary>
public sealed record CallMediaOptions
{
    /// <summary>The defaults.</summary>
    public static CallMediaOptions Default { get; } = new();

    /// <summary>Most legs of one call at the same time: a call that rings many devices has one for each.</summary>
    public int MaxLegs { get; init; } = 32;

    /// <summary>Without RTP and RTCP for this long a leg that should send is reported as lost.</summary>
    public TimeSpan ActiveTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same for a leg on hold, which may be silent.</summary>
    public TimeSpan HeldTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Shortest time between two quality reports of a leg.</summary>
    public TimeSpan QualityInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Mean time between two RTCP reports; each is spread by half around it (RFC 3550 §6.2).</summary>
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a chunk of a recording waits for late packets.</summary>
    public TimeSpan RecordingLateWindow { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Whether the first half of each chunk comes as a draft before the whole: a kill then loses at most 1 s and <see cref="RecordingLateWindow"/>, else 2 s and that.</summary>
    public bool RecordingDrafts { get; init; }

    /// <summary>Whether Opus is made for a leg that speaks it, and decoded for one that does not; needs <see cref="OpusLibrary.IsAvailable"/>, and is that unless told otherwise.</summary>
    public bool TranscodesOpus { get; init; } = OpusLibrary.IsAvailable;

    /// <summary>Jitter buffers and codecs of legs that are mixed.</summary>
    public MixerOptions Mixing { get; init; } = MixerOptions.Default;

    /// <summary>Bounds of session descriptions.</summary>
    public SdpLimits Sdp { get; init; } = SdpLimits.Default;

    /// <summary>The canonical name in our RTCP (RFC 3550 §6.5.1); tells nothing of a user.</summary>
    public string Cname { get; init; } = "rtc";
}
