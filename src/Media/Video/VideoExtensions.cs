using System.Globalization;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Video;

/// <summary>The header extensions (RFC 8285) that are passed on: those that mean the same whoever carries them. Their numbers are each browser's own.</summary>
internal static class VideoExtensions
{
    /// <summary>When a packet was sent, for the receiver's estimate of the bandwidth, and how the camera is turned.</summary>
    public static readonly string[] Relayed = ["http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", "urn:3gpp:video-orientation"];

    /// <summary>The largest number of the one-byte form (RFC 8285 §4.2).</summary>
    public const int MaxId = 14;

    /// <summary>The numbers of a section's extensions in the order of <see cref="Relayed"/>; 0 where it has none.</summary>
    public static int[] Read(SdpMedia media)
    {
        var ids = new int[Relayed.Length];
        foreach (var attribute in media.Attributes)
        {
            if (attribute is { Name: "extmap", Value: { } value } && value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var id, var uri, ..]
                && Array.IndexOf(Relayed, uri) is >= 0 and var place
                && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MaxId)
            {
                ids[place] = number;
            }
        }

        return ids;
    }
}
