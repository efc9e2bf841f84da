using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Video;

/// <summary>What a browser was answered for its video: what it has in common with the browser that it sees. Immutable.</summary>
public sealed class NegotiatedVideo
{
    private NegotiatedVideo(VideoOffer offer, MediaDirection direction, IReadOnlyList<VideoFormat> formats, int[] extensions)
    {
        Offer = offer;
        Direction = direction;
        Formats = formats;
        Extensions = extensions;
    }

    /// <summary>What was answered.</summary>
    public VideoOffer Offer { get; }

    /// <summary>The direction from our point of view.</summary>
    public MediaDirection Direction { get; }

    /// <summary>Payload types of this browser, with parameters of the other: they say what a receiver can decode. Retransmissions only where both have them.</summary>
    public IReadOnlyList<VideoFormat> Formats { get; }

    internal int[] Extensions { get; }

    /// <summary>What two browsers have in common, for one of them; null when no picture could go either way.</summary>
    /// <param name="own">The offer that is answered.</param>
    /// <param name="other">The offer of the browser that it talks with.</param>
    public static NegotiatedVideo? Make(VideoOffer? own, VideoOffer? other)
    {
        if (own is null || other is null)
        {
            return null;
        }

        // We send what the other sends, and take what the other takes.
        var direction = own.Direction.Reverse() & other.Direction;
        var formats = new List<VideoFormat>();
        foreach (var format in own.Formats)
        {
            if (other.Formats.FirstOrDefault(o => o.Key == format.Key) is { } match)
            {
                var repair = match.Repair < 0 ? -1 : format.Repair;

                // Without retransmissions of their own a lost packet would have to be sent again as it was, which SRTP takes for a replay.
                var feedback = format.Feedback.Where(f => match.Feedback.Contains(f) && (f != "nack" || repair >= 0)).ToList();
                formats.Add(format with { Parameters = match.Parameters ?? format.Parameters, Repair = repair, Feedback = feedback });
            }
        }

        var extensions = own.Extensions.Zip(other.Extensions, static (mine, theirs) => theirs == 0 ? 0 : mine).ToArray();
        return direction == MediaDirection.Inactive || formats.Count == 0 ? null : new NegotiatedVideo(own, direction, formats, extensions);
    }

    /// <summary>Whether the same was answered, or nothing both times.</summary>
    public static bool IsSame(NegotiatedVideo? one, NegotiatedVideo? other) => one is null || other is null
        ? one is null && other is null
        : one.Direction == other.Direction && one.Formats.Select(static f => (f.Key, f.Repair)).SequenceEqual(other.Formats.Select(static f => (f.Key, f.Repair)));
}
