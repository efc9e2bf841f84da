using RtcCluster.Contracts.Ids;
using RtcCluster.Media.Calls;

namespace RtcCluster.Edge.Media;

/// <summary>A leg with media at this edge: its ports and what was last described to its party. Lives in its shard.</summary>
internal sealed class MediaLegSocket(LegId leg, LegSlot slot, RtpPortPair pair, MediaPort rtp, MediaPort rtcp)
{
    /// <summary>The leg.</summary>
    public LegId Leg => leg;

    /// <summary>Its place in the call's machine.</summary>
    public LegSlot Slot => slot;

    /// <summary>Its ports, to be given back.</summary>
    public RtpPortPair Pair => pair;

    /// <summary>The RTP socket.</summary>
    public MediaPort Rtp => rtp;

    /// <summary>The RTCP socket.</summary>
    public MediaPort Rtcp => rtcp;

    /// <summary>The offer that waits for its answer; null when there is none.</summary>
    public string? PendingOffer { get; set; }

    /// <summary>The leg that it was connected with last; its codecs come first in an answer.</summary>
    public LegSlot Partner { get; set; } = LegSlot.None;

    /// <summary>The leg that it hears now; none while it hears a source or nothing.</summary>
    public LegSlot Hears { get; set; } = LegSlot.None;
}
