using RtcCluster.Media.Video;

namespace RtcCluster.Media.Calls;

/// <summary>A browser's picture: whom it sees and is seen by, and how packets are renumbered on the way.</summary>
internal sealed class LegVideo(VideoOutput output, byte[] cname)
{
    private UInt128 _taken;

    /// <summary>What the browser is sent.</summary>
    public VideoOutput Output => output;

    /// <summary>Our canonical name in what the browser is told of the picture.</summary>
    public ReadOnlySpan<byte> Cname => cname;

    /// <summary>The leg that sees this one and is seen by it; a mix has no pictures, and leaves those of two who talk as they were.</summary>
    public MediaLeg? Peer { get; set; }

    /// <summary>The way to <see cref="Peer"/>; null when no picture goes there.</summary>
    public VideoRoute? Route { get; set; }

    /// <summary>The source that the browser sends its picture with; 0 before its first packet.</summary>
    public uint Source { get; set; }

    /// <summary>The source of its retransmissions; 0 before the first.</summary>
    public uint RepairSource { get; set; }

    /// <summary>The middle of the NTP time of the last two sender reports that were passed on to the browser (RFC 3550 §6.4.1).</summary>
    public (uint Last, uint Former) Relayed { get; set; }

    /// <summary>Whether the host was told that the answer does not fit any more; until the next offer.</summary>
    public bool IsOutdatedTold { get; set; }

    /// <summary>Packets of the browser's picture that came.</summary>
    public long Received { get; set; }

    /// <summary>Those of them that nobody saw.</summary>
    public long Unseen { get; set; }

    /// <summary>Whether the payload type is one of the picture.</summary>
    public bool Takes(byte payloadType) => (_taken >> payloadType & 1) == 1;

    /// <summary>Takes over what was answered.</summary>
    public void Follow(NegotiatedVideo? agreed)
    {
        _taken = 0;
        foreach (var format in agreed?.Formats ?? [])
        {
            _taken |= UInt128.One << format.PayloadType;
            if (format.Repair >= 0)
            {
                _taken |= UInt128.One << format.Repair;
            }
        }
    }
}
