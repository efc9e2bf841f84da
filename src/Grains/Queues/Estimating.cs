using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>How long somebody will probably wait: the callers ahead, times what a call takes, shared by the agents who work.</summary>
internal static class Estimating
{
    private const int Smoothing = 8;

    /// <summary>The wait of somebody who joins now.</summary>
    public static TimeSpan ForNew(QueueTurn turn, QueueJoin join)
    {
        var caller = new QueueCaller { Since = turn.Now, Priority = join.Priority, Needs = join.Needs, Number = long.MaxValue };
        return Selection.AnyFits(turn, caller) ? TimeSpan.Zero : At(turn, Position(turn, PlaceKey.Of(caller, turn.Rules.AgeingStep)));
    }

    /// <summary>The wait at a place.</summary>
    public static TimeSpan At(QueueTurn turn, int position) => turn.State.Counts.Handling * position / Math.Max(1, turn.Index.Working);

    /// <summary>The place of somebody who waits or would wait, from 1.</summary>
    public static int Position(QueueTurn turn, PlaceKey key)
    {
        var waiting = turn.Index.Waiting;
        if (waiting.Count == 0 || waiting.Max.CompareTo(key) < 0)
        {
            return waiting.Count + 1;
        }

        var ahead = 0;
        foreach (var other in waiting)
        {
            if (other.CompareTo(key) >= 0)
            {
                break;
            }

            ahead++;
        }

        return ahead + 1;
    }

    /// <summary>A call is over: the next estimates know how long it took.</summary>
    public static void Learn(QueueTurn turn, TimeSpan talked)
    {
        // The first calls count as much as each other, so that a new queue does not tell its first guess for long.
        var counts = turn.State.Counts;
        counts.Learned = counts.Learned == 0 && counts.Handling != QueueCounts.FirstGuess ? Smoothing : Math.Min(counts.Learned + 1, Smoothing);
        counts.Handling += (talked + turn.Rules.WrapUp.Time - counts.Handling) / counts.Learned;
    }
}
