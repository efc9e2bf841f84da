using RtcCluster.Media.Addresses;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Dtmf;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Calls;

/// <summary>The way of a received packet: check, lock, count, tap, rewrite. No allocation, lock or copy on it.</summary>
internal static class PacketRelay
{
    /// <summary>A packet of a phone, known by where it comes from.</summary>
    public static RtpForward Receive(MediaLeg leg, Span<byte> buffer, int length, in MediaEndpoint source, MediaEffects effects, long now)
    {
        if (leg.Sdes is { } sdes && !Unprotect(leg, sdes, buffer, ref length, source))
        {
            return default;
        }

        if (RtpHeader.TryRead(buffer[..length], out var header) != RtpStatus.Ok)
        {
            leg.Malformed++;
            return default;
        }

        var verdict = leg.RtpLatch.Check(source);
        if (verdict > LatchVerdict.Candidate || leg.Agreed is not { } agreed)
        {
            CountRefused(leg, verdict);
            return default;
        }

        var kind = agreed.Received(header.PayloadType);
        if (kind == PayloadKind.Unknown)
        {
            // Comfort noise that nobody negotiated, for example: it cannot be used, but the phone is alive.
            leg.UnknownPayload++;
            leg.LastHeardAt = verdict == LatchVerdict.Known ? now : leg.LastHeardAt;
            return default;
        }

        if (verdict == LatchVerdict.Candidate)
        {
            leg.RtpLatch.Lock(source);
        }

        return Take(leg, agreed, kind, buffer, length, header, effects, now);
    }

    /// <summary>A packet of a browser, known by the keys that it was made with.</summary>
    public static RtpForward ReceiveSecure(MediaLeg leg, BrowserLink browser, int connection, Span<byte> buffer, int length, MediaEffects effects, long now)
    {
        if (leg.Agreed is not { } agreed || !browser.Unprotect(connection, buffer[..length], isRtcp: false, out length))
        {
            return default;
        }

        if (RtpHeader.TryRead(buffer[..length], out var header) != RtpStatus.Ok)
        {
            leg.Malformed++;
            return default;
        }

        if (leg.Video is { } video && video.Takes(header.PayloadType))
        {
            return VideoRelay.Receive(leg, video, buffer, length, header, effects, now);
        }

        var kind = agreed.Received(header.PayloadType);
        if (kind == PayloadKind.Unknown)
        {
            leg.UnknownPayload++;
            leg.LastHeardAt = now;
            return default;
        }

        return Take(leg, agreed, kind, buffer, length, header, effects, now);
    }

    /// <summary>RTCP of either port; it also proves that the phone is alive.</summary>
    public static void ReceiveRtcp(MediaLeg leg, bool onRtpPort, Span<byte> packet, in MediaEndpoint source, long now)
    {
        var latch = onRtpPort ? leg.RtpLatch : leg.RtcpLatch;
        var verdict = latch.Check(source);
        if (verdict == LatchVerdict.Stranger && !onRtpPort && !latch.IsLocked && leg.RtpLatch.IsLocked && source.SameAddress(leg.RtpLatch.Destination))
        {
            verdict = LatchVerdict.Candidate;
        }

        if (verdict > LatchVerdict.Candidate)
        {
            CountRefused(leg, verdict);
            return;
        }

        var length = packet.Length;
        if (leg.Sdes is { } sdes && !sdes.Unprotect(packet, isRtcp: true, out length))
        {
            return;
        }

        if (leg.Reports.Receive(packet[..length], now) != Rtcp.RtcpStatus.Ok)
        {
            leg.Malformed++;
            return;
        }

        // On a shared port only RTP locks: RTCP alone does not show where RTP comes from.
        if (verdict == LatchVerdict.Candidate && !onRtpPort)
        {
            latch.Lock(source);
        }

        leg.LastHeardAt = now;
        leg.IsLost = false;
    }

    /// <summary>RTCP of a browser.</summary>
    public static void ReceiveSecureRtcp(MediaLeg leg, BrowserLink browser, int connection, Span<byte> packet, MediaEffects effects, long now)
    {
        if (!browser.Unprotect(connection, packet, isRtcp: true, out var length))
        {
            return;
        }

        if (leg.Reports.Receive(packet[..length], now) != Rtcp.RtcpStatus.Ok)
        {
            leg.Malformed++;
            return;
        }

        leg.LastHeardAt = now;
        leg.IsLost = false;
        if (leg.Video is { } video)
        {
            VideoFeedback.Relay(video, packet[..length], effects);
        }
    }

    /// <summary>Tells finished digits, and sends them anew to a listener that takes no events, or events of another clock.</summary>
    public static void DrainDigits(MediaLeg leg, MediaEffects effects, long now)
    {
        while (leg.DigitsIn.TryTake(out var digit))
        {
            effects.Add(new MediaEffect { Kind = MediaEffectKind.Dtmf, Leg = leg.Slot, Digit = digit });
            if (leg.Listener is { CanSend: true } listener && listener.Agreed!.PayloadType(leg.DigitsIn.Kind) < 0)
            {
                BeginFrames(listener, now);
                listener.DigitsOut.Enqueue([digit.Digit]);
            }
        }
    }

    /// <summary>Aligns the 20 ms grid of a leg that generates nothing yet.</summary>
    public static void BeginFrames(MediaLeg leg, long now)
    {
        if (!leg.IsGenerating)
        {
            leg.NextFrameAt = now;
            leg.Outbound.Break();
        }
    }

    // A stranger's packet is not even looked into, and only what is authentic locks the source.
    private static bool Unprotect(MediaLeg leg, SdesLink sdes, Span<byte> buffer, ref int length, in MediaEndpoint source)
    {
        var verdict = leg.RtpLatch.Check(source);
        if (verdict > LatchVerdict.Candidate)
        {
            CountRefused(leg, verdict);
            return false;
        }

        return sdes.Unprotect(buffer[..length], isRtcp: false, out length);
    }

    private static void Heard(MediaLeg leg, MediaEffects effects, long now)
    {
        leg.LastHeardAt = now;
        if (!leg.IsUp)
        {
            leg.IsUp = true;
            leg.IsLost = false;
            effects.Add(MediaEffectKind.MediaUp, leg.Slot);
        }
    }

    private static void CountRefused(MediaLeg leg, LatchVerdict verdict)
    {
        if (verdict == LatchVerdict.Stranger)
        {
            leg.Strangers++;
        }
        else
        {
            leg.Early++;
        }
    }

    private static RtpForward Take(
        MediaLeg leg, NegotiatedAudio agreed, PayloadKind kind, Span<byte> buffer, int length, in RtpHeader header, MediaEffects effects, long now)
    {
        if (leg.Inbound.Receive(header, length, kind, now))
        {
            leg.DigitsIn.Restart();
        }

        Heard(leg, effects, now);
        if (!agreed.CanReceive)
        {
            leg.Unwanted++;
            return default;
        }

        if (kind == PayloadKind.Opus && leg.MustDecodeOpus())
        {
            return TakeDecoded(leg, buffer, header, now);
        }

        var payload = buffer.Slice(header.PayloadOffset, header.PayloadLength);
        if (kind.IsEvent())
        {
            if (!TelephoneEvent.TryRead(payload, out var digit))
            {
                leg.Malformed++;
                return default;
            }

            leg.DigitsIn.Receive(digit, header.Timestamp, kind, now);
            DrainDigits(leg, effects, now);
        }
        else
        {
            if (kind == PayloadKind.G722 && leg.MustDecodeG722)
            {
                // From here on it is as if it had been said in µ-law, which is of the same length.
                kind = PayloadKind.Pcmu;
                leg.G722.ToG711(kind, payload);
            }

            leg.Recorder?.Write(leg.Side, header, kind, payload, now);
            if (leg.Source is { IsModem: true } modem)
            {
                modem.Hear(header, kind, payload);
            }
        }

        if (leg.Mix is null)
        {
            return Forward(leg, kind, buffer, header, now);
        }

        if (!kind.IsEvent())
        {
            leg.Mix.Receive(leg, header, kind, payload, now);
        }

        return default;
    }

    /// <summary>
    /// Opus whose listener has none goes on, and is recorded, as if it had been said in the listener's law. Timestamps of a steady stream stay whole
    /// samples when they are divided, and where 32 bits begin anew, once a day, the stream begins anew.
    /// </summary>
    private static RtpForward TakeDecoded(MediaLeg leg, Span<byte> buffer, in RtpHeader header, long now)
    {
        if (leg is { Listener: null, Recorder: null, Mix: null, Input: not LegInput.Echo })
        {
            return default;
        }

        var law = leg.DecodedLaw;
        var payload = buffer.Slice(header.PayloadOffset, header.PayloadLength);
        var length = leg.Opus.ToG711(payload, law, Room(buffer));
        if (length == 0)
        {
            leg.Malformed++;
            return default;
        }

        var decoded = header with
        {
            Timestamp = header.Timestamp / (PayloadKinds.OpusRate / PayloadKinds.TelephoneRate),
            PayloadOffset = RtpHeader.FixedLength,
            PayloadLength = length,
        };
        payload = buffer.Slice(RtpHeader.FixedLength, length);
        leg.Recorder?.Write(leg.Side, decoded, law, payload, now);
        if (leg.Mix is null)
        {
            return Forward(leg, law, buffer, decoded, now);
        }

        leg.Mix.Receive(leg, decoded, law, payload, now);
        return default;
    }

    /// <summary>Where a payload of another length may be written: what follows is for SRTP.</summary>
    private static Span<byte> Room(Span<byte> buffer) =>
        buffer.Length < RtpHeader.FixedLength + SrtpProfiles.MaxOverhead ? [] : buffer[RtpHeader.FixedLength..^SrtpProfiles.MaxOverhead];

    private static RtpForward Forward(MediaLeg leg, PayloadKind kind, Span<byte> buffer, in RtpHeader header, long now)
    {
        var target = leg.Input == LegInput.Echo ? leg : leg.Listener;
        if (target is not { CanSend: true } || target.DigitsOut.IsActive)
        {
            return default;
        }

        var sent = kind.IsG711() ? target.GeneratedCodec : kind;
        if (sent == PayloadKind.Opus && kind != sent)
        {
            // A packet of 30 ms, which Opus has not, goes as it is: its law is beside Opus in nearly every description.
            var encoded = Encode(target, kind, buffer, header);
            if (encoded.PayloadLength > 0)
            {
                return Send(leg, target, sent, sent, buffer, encoded, now);
            }

            sent = target.Agreed!.GeneratedCodec;
        }

        return Send(leg, target, kind, sent, buffer, header, now);
    }

    /// <summary>G.711 becomes Opus of the same time; without payload when it cannot.</summary>
    private static RtpHeader Encode(MediaLeg target, PayloadKind law, Span<byte> buffer, in RtpHeader header)
    {
        Span<byte> packet = stackalloc byte[OpusEncoder.MaxPacket];
        var length = target.Opus.FromG711(law, buffer.Slice(header.PayloadOffset, header.PayloadLength), packet);
        if (length == 0 || !packet[..length].TryCopyTo(Room(buffer)))
        {
            return default;
        }

        return header with
        {
            Timestamp = header.Timestamp * (PayloadKinds.OpusRate / PayloadKinds.TelephoneRate),
            PayloadOffset = RtpHeader.FixedLength,
            PayloadLength = length,
        };
    }

    private static RtpForward Send(MediaLeg leg, MediaLeg target, PayloadKind kind, PayloadKind sent, Span<byte> buffer, in RtpHeader header, long now)
    {
        var payloadType = target.Agreed!.PayloadType(sent);
        if (payloadType < 0)
        {
            leg.NotForwarded++;
            return default;
        }

        var packet = Compact(buffer, header);
        if (sent == PayloadKind.G722 && kind.IsG711())
        {
            target.G722.FromG711(kind, packet[RtpHeader.FixedLength..]);
        }
        else if (kind != sent)
        {
            G711.Transcode(kind, sent, packet[RtpHeader.FixedLength..]);
        }

        var length = packet.Length;
        if (!target.Outbound.Rewrite(packet, leg.Slot.Index, header, (byte)payloadType, sent, now)
            || !LegSender.TryProtect(target, buffer, isRtcp: false, ref length))
        {
            leg.NotForwarded++;
            return default;
        }

        var way = target.Destination;
        return new RtpForward(target.Slot, way.Remote, length, way.Connection);
    }

    /// <summary>
    /// Brings the packet to a 12-byte header: sources, extensions and padding are agreements of one leg and mean nothing on
    /// another (RFC 8285 §5). Nearly all packets have none, and nothing moves.
    /// </summary>
    private static Span<byte> Compact(Span<byte> packet, RtpHeader header)
    {
        if (header.PayloadOffset != RtpHeader.FixedLength)
        {
            packet.Slice(header.PayloadOffset, header.PayloadLength).CopyTo(packet[RtpHeader.FixedLength..]);
        }

        return packet[..(RtpHeader.FixedLength + header.PayloadLength)];
    }
}
