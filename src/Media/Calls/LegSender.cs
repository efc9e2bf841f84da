using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Calls;

/// <summary>Sends what is made here for a leg: protected to a browser and to a phone with SRTP, as it is to others.</summary>
internal static class LegSender
{
    /// <summary>Room for a packet of a length and for what protects it.</summary>
    public static Memory<byte> Reserve(MediaEffects effects, int length) => effects.Reserve(length + SrtpProfiles.MaxOverhead);

    /// <summary>Sends an RTP packet to where the leg's media goes.</summary>
    public static void SendRtp(MediaLeg leg, Memory<byte> room, int length, MediaEffects effects)
    {
        if (TryProtect(leg, room.Span, isRtcp: false, ref length))
        {
            effects.Send(leg.Slot, room[..length], leg.Destination, isRtcp: false);
        }
    }

    /// <summary>Sends a report to where the leg's reports go.</summary>
    public static void SendRtcp(MediaLeg leg, Memory<byte> room, int length, MediaEffects effects)
    {
        if (TryProtect(leg, room.Span, isRtcp: true, ref length))
        {
            effects.Send(leg.Slot, room[..length], leg.ReportDestination(), isRtcp: !leg.Agreed!.RtcpMux);
        }
    }

    /// <summary>Makes a packet ready for the leg's network; true at once for a phone with plain RTP.</summary>
    public static bool TryProtect(MediaLeg leg, Span<byte> buffer, bool isRtcp, ref int length) =>
        leg.Browser is { } browser ? browser.Protect(buffer, length, isRtcp, out length)
        : leg.Sdes is not { } sdes || sdes.Protect(buffer, length, isRtcp, out length);
}
