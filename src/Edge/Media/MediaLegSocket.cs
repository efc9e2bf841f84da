using RtcCluster.Contracts.Ids;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Media;

/// <summary>A leg with media at this edge: its ports, or a browser's connections, and what was last described to its party. Lives in its shard.</summary>
internal sealed class MediaLegSocket
{
    private readonly MediaShard _shard;
    private long _lost;

    private MediaLegSocket(MediaShard shard, LegId leg, LegSlot slot)
    {
        _shard = shard;
        Leg = leg;
        Slot = slot;
    }

    /// <summary>The leg.</summary>
    public LegId Leg { get; }

    /// <summary>Its place in the call's machine.</summary>
    public LegSlot Slot { get; }

    /// <summary>A telephone's ports, to be given back.</summary>
    public RtpPortPair? Pair { get; private init; }

    /// <summary>A telephone's RTP socket.</summary>
    public MediaPort? Rtp { get; private init; }

    /// <summary>A telephone's RTCP socket.</summary>
    public MediaPort? Rtcp { get; private init; }

    /// <summary>A browser's connections; null for a telephone.</summary>
    public BrowserPeers? Browser { get; private init; }

    /// <summary>Whether it may go over to fax in packets, which are in clear: not a browser, and not whoever must have SRTP.</summary>
    public bool TakesImage { get; private init; }

    /// <summary>The offer that waits for its answer; null when there is none.</summary>
    public string? PendingOffer { get; set; }

    /// <summary>What was described to its party last.</summary>
    public string? Described { get; set; }

    /// <summary>Our description while the leg is a fax in packets; null while it is sound.</summary>
    public string? Image { get; set; }

    /// <summary>The leg that it was connected with last; its codecs come first in an answer.</summary>
    public LegSlot Partner { get; set; } = LegSlot.None;

    /// <summary>The leg that it hears now; none while it hears a source or nothing.</summary>
    public LegSlot Hears { get; set; } = LegSlot.None;

    /// <summary>A telephone's leg with a pair of ports.</summary>
    public static MediaLegSocket OfPhone(MediaShard shard, MediaCall call, LegId leg, LegSlot slot, RtpPortPair pair, bool takesImage) => new(shard, leg, slot)
    {
        TakesImage = takesImage, Pair = pair, Rtp = new MediaPort(shard, call, slot, pair.Rtp, isRtcp: false), Rtcp = new MediaPort(shard, call, slot, pair.Rtcp, isRtcp: true),
    };

    /// <summary>A browser's leg at the shared port.</summary>
    public static MediaLegSocket OfBrowser(MediaShard shard, MediaCall call, LegId leg, LegSlot slot, WebRtcPort port, DtlsIdentity identity) =>
        new(shard, leg, slot) { Browser = new BrowserPeers(shard, call, slot, port, identity) };

    /// <summary>What the party's packets were like so far; counted.</summary>
    public void Measured(LegStatistics statistics)
    {
        _shard.Metrics.RtpQuality(statistics.Lost - _lost, statistics.Jitter, statistics.RoundTrip);
        _lost = Math.Max(_lost, statistics.Lost);
    }

    /// <summary>Sends a packet to the party; counted.</summary>
    public void Send(ReadOnlySpan<byte> packet, in MediaEndpoint destination, int stream, bool isRtcp)
    {
        if (Browser is { } browser)
        {
            browser.Port.Send(packet, new IceFlow(destination, stream));
        }
        else
        {
            _shard.Count(_shard.Io.Send((isRtcp ? Rtcp : Rtp)!.Socket, packet, destination));
        }
    }
}
