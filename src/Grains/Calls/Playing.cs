using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>A party listens to a source: echo and music lines.</summary>
internal static class Playing
{
    /// <summary>Answers a leg with a source.</summary>
    public static void Begin(CallTurn turn, LegId waiting, MediaSource source)
    {
        var leg = turn.State.Leg(waiting)!;
        turn.State.Playing = source;
        if (leg.Talking)
        {
            Start(turn, leg, turn.Now);
            return;
        }

        // Of a caller who heard somebody's telephone ring before, the anchor has answered the offer long since and will not say so again.
        var isDescribed = leg.MediaOpen && (turn.IsLocal(leg) || leg.LocalSdp is not null);
        LegWork.OpenMedia(turn, leg, leg.RemoteSdp, null);
        // An offer may hold no codec that we have: the 200 waits until the anchor has answered it. Our own offer waits only when it must travel.
        if (isDescribed || (leg.RemoteSdp is null && turn.IsLocal(leg)))
        {
            Start(turn, leg, turn.Now);
        }
    }

    /// <summary>The anchor has made its description of a leg that waits for a source.</summary>
    public static void MediaReady(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        if (turn.State is { Playing: not null, Phase: CallPhase.Routing } && leg is { Incoming: true, Talking: false, Live: true })
        {
            Start(turn, leg, at);
        }
    }

    private static void Start(CallTurn turn, CallLeg leg, DateTimeOffset at)
    {
        Hearing.Alone(turn, leg);
        LegWork.Answer(turn, leg, at);
        if (turn.State.Program is not null)
        {
            // What is said to a machine is recorded by the program that wants it.
            Programs.Answered(turn, leg, at);
            return;
        }

        if (turn.State.Queue is { Waits: true })
        {
            Queueing.Waits(turn);
        }
        else
        {
            Talking.Established(turn, at);
        }

        Taping.Begin(turn, leg.Id, null);
    }
}
