using System.Buffers.Binary;
using RtcCluster.Media.Rtcp;
using RtcCluster.Media.Video;

namespace RtcCluster.Media.Calls;

/// <summary>
/// Passes on what one browser says of the other's picture: reports (RFC 3550), losses and wishes for a whole picture (RFC 4585, RFC 5104), and the bandwidth that it
/// estimates. Sources and numbers become those that the other browser knows; what is about anything else stays here.
/// </summary>
internal static class VideoFeedback
{
    private const int Nack = 1;
    private const int PictureLoss = 1;
    private const int FullIntra = 4;
    private const int ApplicationLayer = 15;
    private const int FeedbackHeader = 12;
    private const int SenderInfo = 28;
    private static readonly byte[] Remb = "REMB"u8.ToArray();

    /// <summary>Asks a browser for a whole picture, because somebody begins to see it.</summary>
    public static void AskForPicture(MediaLeg leg, LegVideo video, MediaEffects effects)
    {
        if (video.Source == 0 || leg.Browser is not { CanSend: true })
        {
            return;
        }

        const int Length = 8 + FeedbackHeader;
        var room = LegSender.Reserve(effects, Length);
        RtcpWriter.WriteReceiverReport(room.Span, video.Output.Ssrc, null);
        WriteHeader(room.Span[8..], PictureLoss, RtcpType.PayloadFeedback, FeedbackHeader, video.Output.Ssrc, video.Source);
        LegSender.SendRtcp(leg, room, Length, effects);
    }

    /// <summary>Takes a compound of a browser that was found whole.</summary>
    public static void Relay(LegVideo video, ReadOnlySpan<byte> compound, MediaEffects effects)
    {
        if (video.Peer is not { Browser.CanSend: true, Video: { } other } peer || (video.Route is null && other.Route is null))
        {
            return;
        }

        // The report grows by its head, the sources by their name.
        var room = LegSender.Reserve(effects, compound.Length + 8 + RtcpWriter.MaxLength);
        var written = Reports(video, other, compound, room.Span, out var isNeeded);
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out var packet))
        {
            var length = packet.Type is RtcpType.TransportFeedback or RtcpType.PayloadFeedback && packet.Bytes.Length >= FeedbackHeader
                ? Feedback(video, other, packet, room.Span[written..]) : 0;
            written += length;
            isNeeded |= length > 0;
        }

        if (isNeeded)
        {
            LegSender.SendRtcp(peer, room, written, effects);
        }
    }

    /// <summary>One report of all that the compound says of either picture; it comes first, as it must (RFC 3550 §6.1).</summary>
    private static int Reports(LegVideo video, LegVideo other, ReadOnlySpan<byte> compound, Span<byte> room, out bool isNeeded)
    {
        var isSender = false;
        Span<byte> blocks = stackalloc byte[2 * RtcpReportBlock.Length];
        var count = 0;
        var reader = new RtcpReader(compound);
        while (reader.TryRead(out var packet))
        {
            if (packet.Type == RtcpType.SenderReport && packet.Ssrc == video.Source && other.Output.IsOf(video.Source) && !isSender)
            {
                isSender = true;
                packet.Bytes[..SenderInfo].CopyTo(room);
                BinaryPrimitives.WriteUInt32BigEndian(room[16..], packet.RtpTimestamp + other.Output.TimestampOffset);
                other.Relayed = ((uint)(packet.Ntp >> 16), other.Relayed.Last);
            }

            for (var i = 0; packet.IsReport && i < packet.Count && count < 2; i++)
            {
                if (TryMap(video, other, packet.Block(i), out var block))
                {
                    block.Write(blocks[(count * RtcpReportBlock.Length)..]);
                    count++;
                }
            }
        }

        isNeeded = isSender || count > 0;
        var head = isSender ? SenderInfo : 8;
        var length = head + (count * RtcpReportBlock.Length);
        blocks[..(count * RtcpReportBlock.Length)].CopyTo(room[head..]);
        (room[0], room[1]) = ((byte)(0x80 | count), (byte)(isSender ? RtcpType.SenderReport : RtcpType.ReceiverReport));
        BinaryPrimitives.WriteUInt16BigEndian(room[2..], (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(room[4..], other.Output.Ssrc);
        return length + RtcpWriter.WriteSourceDescription(room[length..], other.Output.Ssrc, other.Cname);
    }

    /// <summary>What a browser received of us is what the other one sent: its loss and jitter are those of the whole way.</summary>
    private static bool TryMap(LegVideo video, LegVideo other, in RtcpReportBlock heard, out RtcpReportBlock block)
    {
        block = default;
        var output = video.Output;
        var isRepair = heard.Ssrc == output.RepairSsrc;
        var source = isRepair ? other.RepairSource : other.Source;
        if ((!isRepair && heard.Ssrc != output.Ssrc) || source == 0 || !output.IsOf(other.Source))
        {
            return false;
        }

        // A report that answers one of the sender before tells nothing of the way to this one.
        var isKnown = heard.LastSenderReport != 0 && (heard.LastSenderReport == video.Relayed.Last || heard.LastSenderReport == video.Relayed.Former);
        block = heard with
        {
            Ssrc = source,
            ExtendedHighest = heard.ExtendedHighest - (isRepair ? output.RepairOffset : output.Offset),
            LastSenderReport = isKnown ? heard.LastSenderReport : 0,
            DelaySinceLastSenderReport = isKnown ? heard.DelaySinceLastSenderReport : 0,
        };
        return true;
    }

    private static int Feedback(LegVideo video, LegVideo other, RtcpPacket packet, Span<byte> room)
    {
        var output = video.Output;
        if (other.Source == 0 || !output.IsOf(other.Source))
        {
            return 0;
        }

        var about = BinaryPrimitives.ReadUInt32BigEndian(packet.Bytes[8..]);
        return (packet.Type, packet.Count) switch
        {
            (RtcpType.TransportFeedback, Nack) when about == output.Ssrc => Losses(output, other, packet.Bytes, room),
            (RtcpType.PayloadFeedback, PictureLoss) when about == output.Ssrc => Header(room, PictureLoss, RtcpType.PayloadFeedback, FeedbackHeader, other, other.Source),
            (RtcpType.PayloadFeedback, FullIntra) => Requests(output, other, packet.Bytes, room),
            (RtcpType.PayloadFeedback, ApplicationLayer) => Bandwidth(output, other, packet.Bytes, room),
            _ => 0,
        };
    }

    /// <summary>RFC 4585 §6.2.1: packet numbers with a mask of the sixteen that follow; all move by the same.</summary>
    private static int Losses(VideoOutput output, LegVideo other, ReadOnlySpan<byte> packet, Span<byte> room)
    {
        packet.CopyTo(room);
        for (var at = FeedbackHeader; at + 4 <= packet.Length; at += 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(room[at..], (ushort)(BinaryPrimitives.ReadUInt16BigEndian(packet[at..]) - output.Offset));
        }

        return Header(room, Nack, RtcpType.TransportFeedback, packet.Length, other, other.Source);
    }

    /// <summary>RFC 5104 §4.3.1: the sources are behind the header, each with the number of the request.</summary>
    private static int Requests(VideoOutput output, LegVideo other, ReadOnlySpan<byte> packet, Span<byte> room)
    {
        for (var at = FeedbackHeader; at + 8 <= packet.Length; at += 8)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(packet[at..]) == output.Ssrc)
            {
                packet.Slice(at, 8).CopyTo(room[FeedbackHeader..]);
                BinaryPrimitives.WriteUInt32BigEndian(room[FeedbackHeader..], other.Source);
                return Header(room, FullIntra, RtcpType.PayloadFeedback, FeedbackHeader + 8, other, 0);
            }
        }

        return 0;
    }

    /// <summary>
    /// Receiver estimated maximum bandwidth: <c>REMB</c>, the number of sources, 6 bits of exponent and 18 of mantissa, the sources. Our audio, which may be among them,
    /// comes from here.
    /// </summary>
    private static int Bandwidth(VideoOutput output, LegVideo other, ReadOnlySpan<byte> packet, Span<byte> room)
    {
        const int First = FeedbackHeader + 8;
        if (packet.Length < First || !packet[FeedbackHeader..].StartsWith(Remb))
        {
            return 0;
        }

        for (var at = First; at + 4 <= packet.Length; at += 4)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(packet[at..]) == output.Ssrc)
            {
                packet[FeedbackHeader..First].CopyTo(room[FeedbackHeader..]);
                room[FeedbackHeader + 4] = 1;
                BinaryPrimitives.WriteUInt32BigEndian(room[First..], other.Source);
                return Header(room, ApplicationLayer, RtcpType.PayloadFeedback, First + 4, other, 0);
            }
        }

        return 0;
    }

    private static int Header(Span<byte> room, int format, RtcpType type, int length, LegVideo other, uint about)
    {
        WriteHeader(room, format, type, length, other.Output.Ssrc, about);
        return length;
    }

    private static void WriteHeader(Span<byte> room, int format, RtcpType type, int length, uint from, uint about)
    {
        (room[0], room[1]) = ((byte)(0x80 | format), (byte)type);
        BinaryPrimitives.WriteUInt16BigEndian(room[2..], (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(room[4..], from);
        BinaryPrimitives.WriteUInt32BigEndian(room[8..], about);
    }
}
