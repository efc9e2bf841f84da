using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Calls;

/// <summary>Two parties talk.</summary>
internal static class Talking
{
    /// <summary>The party that waited is connected with the one that answered.</summary>
    public static void Begin(CallTurn turn, CallLeg waiting, CallLeg answered, DateTimeOffset at)
    {
        Notices.Begin(turn, waiting, answered);
        Pair(turn, waiting, answered, at);
        LegWork.Answer(turn, waiting, at);
        Established(turn, at);
        Taping.Begin(turn, waiting.Id, answered.Id);
    }

    /// <summary>Makes two legs each other's peer.</summary>
    public static void Pair(CallTurn turn, CallLeg one, CallLeg other, DateTimeOffset at)
    {
        one.Peer = other.Id;
        other.Peer = one.Id;
        Hearing.Settle(turn, one, other);
        turn.Log(new LegsConnected(at, one.Id, other.Id));
    }

    /// <summary>The call is answered: the guards of the set-up end, the one of the talk begins.</summary>
    public static void Established(CallTurn turn, DateTimeOffset at)
    {
        var state = turn.State;
        state.Phase = CallPhase.Connected;
        state.AnsweredAt ??= at;
        state.SetupUntil = null;
        state.TalkUntil ??= turn.Now + turn.Rules.MaxLength;
        turn.Save();
    }

    /// <summary>The other party of a leg that talks; null while one of the two is still coming over from another call.</summary>
    public static CallLeg? PeerOf(CallState state, CallLeg leg) =>
        leg.TakenUntil is null && state.Leg(leg.Peer) is { Live: true, TakenUntil: null } peer ? peer : null;
}
