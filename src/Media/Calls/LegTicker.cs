using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Dtmf;
using RtcCluster.Media.Rtcp;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Calls;

/// <summary>What a leg does by the clock: frames of 20 ms, RTCP, quality, loss of media.</summary>
internal static class LegTicker
{
    /// <summary>A host that was stopped catches up this many frames; older ones are left out, as nobody wants to hear them.</summary>
    private const int MaxCatchUp = 10;

    // A page that lacks a moment is torn: a modem says all of it, unless nobody has waited for it so long (5 s).
    private const int MaxModemCatchUp = 250;

    public static long Deadline(MediaLeg leg)
    {
        var deadline = Math.Min(leg.LostAt, leg.DigitsIn.Deadline);
        if (leg.Browser is { } browser)
        {
            deadline = Math.Min(deadline, browser.Deadline);
        }

        deadline = Math.Min(deadline, leg.NextReportAt);
        if (leg.IsUp)
        {
            deadline = Math.Min(deadline, leg.NextQualityAt);
        }

        return leg.IsGenerating ? Math.Min(deadline, leg.NextFrameAt) : deadline;
    }

    public static void Tick(MediaLeg leg, MediaEffects effects, long now)
    {
        leg.Browser?.Tick(effects, now);
        leg.DigitsIn.Tick(now);
        PacketRelay.DrainDigits(leg, effects, now);
        Frames(leg, effects, now);
        Reports(leg, effects, now);
        if (now >= leg.LostAt)
        {
            leg.IsLost = true;
            leg.IsUp = false;
            effects.Add(MediaEffectKind.MediaLost, leg.Slot);
        }
    }

    /// <summary>The last figures of a leg, and RTCP BYE when the peer has heard of us.</summary>
    public static void End(MediaLeg leg, MediaEffects effects, long now)
    {
        if (leg.Inbound.Packets > 0)
        {
            Quality(leg, effects);
        }

        if (leg.Reports.HasSpoken)
        {
            Report(leg, effects, bye: true, now);
        }
    }

    private static void Frames(MediaLeg leg, MediaEffects effects, long now)
    {
        if (now - leg.NextFrameAt > (leg.Source is { IsModem: true } ? MaxModemCatchUp : MaxCatchUp) * MediaClock.FrameTicks)
        {
            leg.NextFrameAt = now;
        }

        while (leg.IsGenerating && now >= leg.NextFrameAt)
        {
            var at = leg.NextFrameAt;
            leg.NextFrameAt += MediaClock.FrameTicks;
            if (leg.DigitsOut.IsActive)
            {
                Digit(leg, effects, at);
            }
            else
            {
                Frame(leg, effects, at);
            }
        }
    }

    private static void Frame(MediaLeg leg, MediaEffects effects, long now)
    {
        if (leg.Source!.WaitsForListener && !leg.CanSend)
        {
            return;
        }

        Span<short> frame = stackalloc short[MediaClock.FrameSamples];
        if (!leg.Source.Fill(frame))
        {
            leg.Source = null;
            leg.Input = LegInput.Nothing;
            effects.Add(MediaEffectKind.SourceEnded, leg.Slot);
            return;
        }

        SendAudio(leg, frame, effects, now);
    }

    private static void Digit(MediaLeg leg, MediaEffects effects, long now)
    {
        var payloadType = leg.Agreed?.EventPayloadType ?? -1;
        if (payloadType >= 0 && leg.CanSend)
        {
            const int Length = RtpHeader.FixedLength + TelephoneEvent.Length;
            var room = LegSender.Reserve(effects, Length);
            leg.DigitsOut.Write(room.Span[..Length], leg.Outbound, (byte)payloadType, leg.Agreed!.Events.ClockRate(), now);
            LegSender.SendRtp(leg, room, Length, effects);
        }
        else
        {
            Span<short> frame = stackalloc short[MediaClock.FrameSamples];
            frame.Clear();
            if (leg.DigitsOut.IsTone)
            {
                DtmfTone.Fill(leg.DigitsOut.Current, leg.DigitsOut.Position, frame);
            }

            SendAudio(leg, frame, effects, now);
        }

        if (!leg.DigitsOut.Advance())
        {
            effects.Add(MediaEffectKind.DigitsSent, leg.Slot);
        }
    }

    private static void SendAudio(MediaLeg leg, ReadOnlySpan<short> frame, MediaEffects effects, long now)
    {
        var codec = leg.GeneratedCodec;
        if (!leg.CanSend || codec == PayloadKind.Unknown)
        {
            return;
        }

        var room = LegSender.Reserve(effects, RtpHeader.FixedLength + (codec == PayloadKind.Opus ? OpusEncoder.MaxPacket : frame.Length));
        var payload = room.Span[RtpHeader.FixedLength..];
        var length = frame.Length;
        if (codec == PayloadKind.Opus)
        {
            length = leg.Opus.FromLinear(frame, payload[..OpusEncoder.MaxPacket]);
        }
        else if (codec == PayloadKind.G722)
        {
            leg.G722.FromLinear(frame, payload);
        }
        else
        {
            G711.Encode(codec, frame, payload);
        }

        length += RtpHeader.FixedLength;
        leg.Outbound.WriteFrame(room.Span[..length], (byte)leg.Agreed!.PayloadType(codec), codec, now);
        LegSender.SendRtp(leg, room, length, effects);
    }

    private static void Reports(MediaLeg leg, MediaEffects effects, long now)
    {
        if (now >= leg.NextReportAt)
        {
            leg.ScheduleReport(now);
            Report(leg, effects, bye: false, now);
        }

        if (leg.IsUp && now >= leg.NextQualityAt)
        {
            leg.ScheduleQuality(now);
            Quality(leg, effects);
        }
    }

    private static void Quality(MediaLeg leg, MediaEffects effects) =>
        effects.Add(new MediaEffect { Kind = MediaEffectKind.Quality, Leg = leg.Slot, Statistics = leg.Statistics() });

    private static void Report(MediaLeg leg, MediaEffects effects, bool bye, long now)
    {
        var destination = leg.ReportDestination();
        if (!destination.IsNone && !destination.Remote.IsUnspecified)
        {
            var room = LegSender.Reserve(effects, RtcpWriter.MaxLength);
            LegSender.SendRtcp(leg, room, leg.Reports.Write(room.Span[..RtcpWriter.MaxLength], bye, now), effects);
        }
    }
}
