using RtcCluster.Media.Rtp;
using RtcCluster.Media.Video;

namespace RtcCluster.Media.Calls;

/// <summary>The way of a packet of video from one browser to the other: renumbered in place and protected anew. No allocation, lock or copy on it.</summary>
internal static class VideoRelay
{
    private const int HasExtension = 0x10;
    private const int Sources = 0x0F;

    /// <summary>A packet of a browser whose payload type is one of its picture.</summary>
    public static RtpForward Receive(MediaLeg leg, LegVideo video, Span<byte> buffer, int length, in RtpHeader header, MediaEffects effects, long now)
    {
        video.Received++;
        if (video.Route is not { } route || !route.TryMap(header.PayloadType, out var payloadType) || video.Peer is not { Browser: { } browser, Video: { } seen } peer)
        {
            video.Unseen++;
            return default;
        }

        if (!browser.CanSend)
        {
            // When its connection is there it begins with a whole picture.
            seen.Output.Break();
            video.Unseen++;
            return default;
        }

        var packet = buffer[..length];
        if ((packet[0] & HasExtension) != 0)
        {
            route.MapExtensions(packet[(RtpHeader.FixedLength + ((packet[0] & Sources) * 4))..header.PayloadOffset]);
        }

        if (!Rewrite(video, seen.Output, route, packet, header, payloadType, now, out var isFirst) || !LegSender.TryProtect(peer, buffer, isRtcp: false, ref length))
        {
            video.Unseen++;
            return default;
        }

        if (isFirst)
        {
            seen.Relayed = default;
            VideoFeedback.AskForPicture(leg, video, effects);
        }

        var way = peer.Destination;
        return new RtpForward(peer.Slot, way.Remote, length, way.Connection);
    }

    private static bool Rewrite(
        LegVideo video, VideoOutput output, VideoRoute route, Span<byte> packet, in RtpHeader header, byte payloadType, long now, out bool isFirst)
    {
        if (route.IsRepair(header.PayloadType))
        {
            isFirst = false;
            if (!output.RewriteRepair(packet, header, payloadType))
            {
                return false;
            }

            video.RepairSource = header.Ssrc;
            return true;
        }

        if (!output.Rewrite(packet, header, payloadType, now, out isFirst))
        {
            return false;
        }

        video.Source = header.Ssrc;
        return true;
    }
}
