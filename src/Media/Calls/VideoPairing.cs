using RtcCluster.Media.Video;

namespace RtcCluster.Media.Calls;

/// <summary>Who sees whom, and whether what a browser was answered still fits whom it talks with.</summary>
internal static class VideoPairing
{
    /// <summary>Two legs talk from now on: browsers that have video in common see each other, and an answer that says something else is outdated.</summary>
    public static void Pair(MediaLeg one, MediaLeg other, MediaEffects effects)
    {
        if (one.Video is { } first && other.Video is { } second)
        {
            (first.Peer, second.Peer) = (other, one);
            Route(one);
            Route(other);
        }

        Check(one, other, effects);
        Check(other, one, effects);
    }

    /// <summary>The leg sees nobody and nobody sees it.</summary>
    public static void Part(MediaLeg leg)
    {
        if (leg.Video is not { Peer: { Video: { } other } } video)
        {
            return;
        }

        (video.Peer, video.Route, other.Peer, other.Route) = (null, null, null, null);
        video.Output.Break();
        other.Output.Break();
    }

    /// <summary>The leg was answered or offered something: its payload types may be others now, and what its peer was answered may not fit any more.</summary>
    public static void Renegotiated(MediaLeg leg, MediaEffects effects)
    {
        if (leg.Video is not { } video)
        {
            return;
        }

        video.Follow(leg.Negotiation.AgreedVideo);
        if (video.Peer is { } peer)
        {
            Route(leg);
            Route(peer);
            Check(leg, peer, effects);
            Check(peer, leg, effects);
        }
    }

    /// <summary>A browser offers: what it is answered fits again.</summary>
    public static void Offered(MediaLeg leg)
    {
        if (leg.Video is { } video)
        {
            video.IsOutdatedTold = false;
        }
    }

    private static void Route(MediaLeg leg) =>
        leg.Video!.Route = VideoRoute.Make(leg.Negotiation.AgreedVideo, leg.Video.Peer?.Negotiation.AgreedVideo);

    private static void Check(MediaLeg leg, MediaLeg other, MediaEffects effects)
    {
        if (leg.Video is not { IsOutdatedTold: false } video || !leg.Negotiation.HasAnswered)
        {
            return;
        }

        if (!NegotiatedVideo.IsSame(leg.Negotiation.AgreedVideo, NegotiatedVideo.Make(leg.Negotiation.OfferedVideo, other.Negotiation.OfferedVideo)))
        {
            video.IsOutdatedTold = true;
            effects.Add(MediaEffectKind.AnswerOutdated, leg.Slot);
        }
    }
}
