using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>The hours of a queue and its emergency switch.</summary>
internal static class Opening
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromDays(7);

    /// <summary>Why nobody is let in at present; null when callers are.</summary>
    public static QueueJoinStatus? Refusal(QueueTurn turn) =>
        turn.State.Emergency ? QueueJoinStatus.Emergency : OpeningTimes.Refusal(turn.Rules.Hours, turn.Now);

    /// <summary>The switch was thrown.</summary>
    public static void SetEmergency(QueueTurn turn, bool on)
    {
        turn.State.Emergency = on;
        turn.Accepted = true;
        if (on)
        {
            Waiting.SendAllAway(turn, QueueJoinStatus.Emergency);
        }
        else
        {
            CallingBack.Resume(turn);
        }
    }

    /// <summary>Sends away who must not be here any more.</summary>
    public static void Check(QueueTurn turn)
    {
        if (turn.Rules.Hours.ClosingSendsAway && OpeningTimes.Refusal(turn.Rules.Hours, turn.Now) is { } reason)
        {
            Waiting.SendAllAway(turn, reason);
        }
    }

    /// <summary>Sets when the queue opens or closes next.</summary>
    public static void Remind(QueueTurn turn)
    {
        // Places that were given before call backs were switched off are kept, and wait for the opening too.
        var matters = turn.Rules.Hours.ClosingSendsAway || turn.Rules.Callbacks.Allowed || turn.State.Callers.Values.Any(static caller => caller.Callback is not null);
        turn.Index.Remind(DueKind.Hours, 0, matters ? OpeningTimes.NextChange(turn.Rules.Hours, turn.Now) ?? turn.Now + LookAgain : null);
    }
}
