using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>What each strategy compares; the lowest wins.</summary>
internal static class Strategies
{
    // Above every rank: members up to the one that was offered a call last come after all others.
    private const long NextRound = 1L << 32;

    /// <summary>The score of an agent for a caller.</summary>
    public static SeatScore Score(QueueTurn turn, QueueCaller caller, QueueSeat seat)
    {
        var score = turn.Rules.Strategy switch
        {
            QueueStrategy.LongestIdle or QueueStrategy.RingProgressively => seat.IdleSince.UtcTicks,
            QueueStrategy.RoundRobin => seat.Rank + (IsAfterLast(turn.State, seat) ? 0 : NextRound),
            QueueStrategy.LeastTalkTime => seat.Talked.Ticks,
            QueueStrategy.FewestCalls => seat.Calls,
            QueueStrategy.Random => 1,
            QueueStrategy.WeightedRandom => seat.Weight,
            _ => seat.Rank,
        };
        return new SeatScore(seat, turn.Rules.ProficiencyFirst ? -Proficiency(caller, seat) : 0, score);
    }

    // Compared by order and name, not by rank: the one who was last may be no member any more.
    private static bool IsAfterLast(QueueState state, QueueSeat seat) =>
        state.LastOffered is { } last
        && (seat.Order > state.LastOrder || (seat.Order == state.LastOrder && string.CompareOrdinal(seat.Agent.Key, last.Key) > 0));

    private static long Proficiency(QueueCaller caller, QueueSeat seat)
    {
        var sum = 0L;
        foreach (var need in caller.Needs)
        {
            sum += seat.Level(need.Skill);
        }

        return sum;
    }
}
