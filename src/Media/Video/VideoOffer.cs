using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Video;

/// <summary>The video that a browser offers beside its audio, in the same bundle.</summary>
public sealed class VideoOffer
{
    private VideoOffer(int index, string mid, MediaDirection direction, IReadOnlyList<VideoFormat> formats, int[] extensions)
    {
        Index = index;
        Mid = mid;
        Direction = direction;
        Formats = formats;
        Extensions = extensions;
    }

    /// <summary>Which section of the description it is.</summary>
    public int Index { get; }

    /// <summary>The section's name in the bundle (RFC 9143).</summary>
    public string Mid { get; }

    /// <summary>The direction from the browser's point of view.</summary>
    public MediaDirection Direction { get; }

    /// <summary>What it speaks, best first.</summary>
    public IReadOnlyList<VideoFormat> Formats { get; }

    internal int[] Extensions { get; }

    /// <summary>
    /// The first section of video that can be taken: bundled behind the audio, whose connection it shares, with payload types of its own (RFC 9143 §9.1.1).
    /// Null when there is none.
    /// </summary>
    public static VideoOffer? Find(SdpSession offer, int audioIndex)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var audio = offer.Media[audioIndex];
        if (audio.Attribute("mid") is not { } audioMid)
        {
            return null;
        }

        for (var i = audioIndex + 1; i < offer.Media.Count; i++)
        {
            var media = offer.Media[i];
            if (media.Kind != "video" || media.Attribute("mid") is not { } mid || !SecureSection.IsWebRtc(media) || (media.Port == 0 && !media.HasAttribute("bundle-only"))
                || !offer.Attributes.Any(a => a.Name == "group" && IsBundle(a.Value, audioMid, mid)) || media.Formats.Any(audio.Formats.Contains))
            {
                continue;
            }

            var formats = VideoFormat.Read(media);
            if (formats.Count > 0)
            {
                return new VideoOffer(i, mid, offer.DirectionOf(media), formats, VideoExtensions.Read(media));
            }
        }

        return null;
    }

    private static bool IsBundle(string? group, string audio, string video) =>
        group?.Split(' ') is ["BUNDLE", .. var names] && names.Contains(audio) && names.Contains(video);
}
