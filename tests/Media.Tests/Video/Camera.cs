using System.Buffers.Binary;
using RtcCluster.Media.Rtcp;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;

namespace RtcCluster.Media.Tests.Video;

/// <summary>The picture of a page: packets with numbers, sources and header extensions of its own, and what it says of the picture that it sees.</summary>
internal sealed class Camera(BrowserBench bench, WebPage page, uint ssrc, ushort first, uint timestamp)
{
    private ushort _sequence = first;
    private ushort _repair = 7;
    private uint _timestamp = timestamp;

    public uint Ssrc => ssrc;

    public uint RepairSsrc => ssrc + 1;

    /// <summary>The number of the next packet.</summary>
    public ushort Next => _sequence;

    /// <summary>The time of the next picture.</summary>
    public uint Timestamp => _timestamp;

    /// <summary>Sends the next picture in one packet.</summary>
    public void Show(int payloadType, byte[] payload, params byte[] extension)
    {
        Send(Packet(payloadType, _sequence++, _timestamp, ssrc, payload, extension));
        _timestamp += 3_000;
    }

    /// <summary>A packet is lost on its way to the edge.</summary>
    public void Lose() => _sequence++;

    /// <summary>Sends a packet again (RFC 4588).</summary>
    public void Repeat(int payloadType, ushort sequence, byte[] payload) =>
        Send(Packet(payloadType, _repair++, _timestamp, RepairSsrc, [(byte)(sequence >> 8), (byte)sequence, .. payload], []));

    /// <summary>A sender report.</summary>
    public void Report(ulong ntp)
    {
        var packet = new byte[RtcpWriter.MaxLength];
        var length = RtcpWriter.WriteSenderReport(packet, ssrc, ntp, _timestamp, 5, 500, null);
        Say(packet[..length]);
    }

    /// <summary>A receiver report of the picture that this page sees.</summary>
    public void Report(RtcpReportBlock block)
    {
        var packet = new byte[RtcpWriter.MaxLength];
        Say(packet[..RtcpWriter.WriteReceiverReport(packet, ssrc, block)]);
    }

    /// <summary>Feedback (RFC 4585 §6.1) behind an empty report.</summary>
    public void Say(int type, int format, uint about, params byte[] control)
    {
        var packet = new byte[8 + 12 + control.Length];
        RtcpWriter.WriteReceiverReport(packet, ssrc, null);
        var feedback = packet.AsSpan(8);
        (feedback[0], feedback[1], feedback[3]) = ((byte)(0x80 | format), (byte)type, (byte)((feedback.Length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(feedback[4..], ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(feedback[8..], about);
        control.CopyTo(feedback[12..]);
        Say(packet);
    }

    /// <summary>An RTCP compound.</summary>
    public void Say(byte[] compound) => bench.Arrive(page.Seal(compound, isRtcp: true), page.Home);

    private static byte[] Packet(int payloadType, ushort sequence, uint timestamp, uint source, byte[] payload, byte[] extension)
    {
        var head = extension.Length == 0 ? 0 : 4 + extension.Length;
        var packet = new byte[RtpHeader.FixedLength + head + payload.Length];
        new RtpHeader { Marker = true, PayloadType = (byte)payloadType, Sequence = sequence, Timestamp = timestamp, Ssrc = source }.Write(packet);
        if (head > 0)
        {
            packet[0] |= 0x10;
            (packet[12], packet[13], packet[15]) = (0xBE, 0xDE, (byte)(extension.Length / 4));
            extension.CopyTo(packet, 16);
        }

        payload.CopyTo(packet, RtpHeader.FixedLength + head);
        return packet;
    }

    private void Send(byte[] packet) => bench.Arrive(page.Seal(packet, isRtcp: false), page.Home);
}
