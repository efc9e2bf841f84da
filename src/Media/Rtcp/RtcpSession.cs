using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Rtcp;

/// <summary>The reports of one leg: what we say about its stream, and what it says about ours (round trip, loss). RFC 3550 §6.</summary>
internal sealed class RtcpSession(InboundStream inbound, OutgoingStream outgoing, byte[] cname)
{
    private uint _lastSenderReport;
    private long _lastSenderReportAt;
    private uint _lastSenderReportSsrc;
    private long _packetsAtLastReport;
    private bool _reported;

    /// <summary>Whether the peer has had a packet or a report of ours: to who has not, no BYE is sent. RFC 3550 §6.3.7.</summary>
    public bool HasSpoken => _reported || outgoing.Packets > 0;

    /// <summary>Round trip measured with the peer's last report; null before.</summary>
    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>Loss of our stream at the peer since its previous report, in 1/256.</summary>
    public byte RemoteFractionLost { get; private set; }

    /// <summary>Packets of ours that the peer missed so far.</summary>
    public int RemoteLost { get; private set; }

    /// <summary>The peer's jitter in units of our stream's clock.</summary>
    public uint RemoteJitter { get; private set; }

    /// <summary>Takes a compound datagram of the peer.</summary>
    public RtcpStatus Receive(ReadOnlySpan<byte> datagram, long now)
    {
        // Checked whole before any of it counts.
        var status = RtcpReader.Validate(datagram);
        if (status != RtcpStatus.Ok)
        {
            return status;
        }

        // BYE, SDES, APP, feedback and XR are read over: a call ends by its signalling, not by its media.
        var reader = new RtcpReader(datagram);
        while (reader.TryRead(out var packet))
        {
            if (packet.Type == RtcpType.SenderReport)
            {
                _lastSenderReport = (uint)(packet.Ntp >> 16);
                _lastSenderReportAt = now;
                _lastSenderReportSsrc = packet.Ssrc;
            }

            for (var i = 0; packet.IsReport && i < packet.Count; i++)
            {
                Take(packet.Block(i), now);
            }
        }

        return RtcpStatus.Ok;
    }

    /// <summary>Writes the next report, with BYE when the leg ends; returns its length.</summary>
    public int Write(Span<byte> destination, bool bye, long now)
    {
        RtcpReportBlock? block = inbound.HasSource ? Block(now) : null;
        var sent = outgoing.Packets != _packetsAtLastReport;
        _packetsAtLastReport = outgoing.Packets;
        _reported = true;
        var length = sent
            ? RtcpWriter.WriteSenderReport(
                destination, outgoing.Ssrc, MediaClock.ToNtp(now), outgoing.TimestampAt(now), (uint)outgoing.Packets, (uint)outgoing.PayloadBytes, block)
            : RtcpWriter.WriteReceiverReport(destination, outgoing.Ssrc, block);
        length += RtcpWriter.WriteSourceDescription(destination[length..], outgoing.Ssrc, cname);
        return bye ? length + RtcpWriter.WriteBye(destination[length..], outgoing.Ssrc) : length;
    }

    private RtcpReportBlock Block(long now)
    {
        inbound.Report(out var fraction, out var lost);
        var known = _lastSenderReport != 0 && _lastSenderReportSsrc == inbound.Ssrc;
        var delay = known ? (uint)(MediaClock.ToNtp(now - _lastSenderReportAt) >> 16) : 0;
        return new RtcpReportBlock(inbound.Ssrc, fraction, lost, inbound.ExtendedHighest, inbound.Jitter, known ? _lastSenderReport : 0, delay);
    }

    private void Take(in RtcpReportBlock block, long now)
    {
        if (block.Ssrc != outgoing.Ssrc)
        {
            return;
        }

        RemoteFractionLost = block.FractionLost;
        RemoteLost = block.CumulativeLost;
        RemoteJitter = block.Jitter;
        if (block.LastSenderReport != 0)
        {
            // A - LSR - DLSR in 1/65536 s (RFC 3550 §6.4.1); a peer with a bad DLSR gives a negative or absurd trip: not taken.
            var trip = (uint)(MediaClock.ToNtp(now) >> 16) - block.LastSenderReport - block.DelaySinceLastSenderReport;
            if (trip < 60u << 16)
            {
                RoundTrip = TimeSpan.FromTicks((long)trip * TimeSpan.TicksPerSecond >> 16);
            }
        }
    }
}
