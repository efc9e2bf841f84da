using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>The queue as people see it.</summary>
internal static class QueueViews
{
    private const int MaxPlaces = 1_000;

    /// <summary>The view; null where there is no queue.</summary>
    public static QueueView? Of(QueueState state, DateTimeOffset now)
    {
        if (!state.Exists || state.Removed)
        {
            return null;
        }

        var turn = new QueueTurn(state, now);
        var served = state.Callers.Values.Where(caller => caller.Phase is QueuePhase.Talking or QueuePhase.Leaving).OrderBy(caller => caller.Number);
        return new QueueView(
            state.Id,
            state.Rules,
            state.Emergency,
            Opening.Refusal(turn) is null,
            (int)Math.Min(int.MaxValue, Estimating.At(turn, state.Index.Waiting.Count + 1).TotalSeconds),
            [.. state.Index.Waiting.Select(key => state.Callers[key.Caller]).Concat(served).Take(MaxPlaces).Select(Place)],
            [.. state.Seats.Values.Where(seat => seat.Serves).OrderBy(seat => seat.Rank).Select(Agent)],
            Counting.View(state.Counts, state.Rules.ServiceLevel.Formula));
    }

    /// <summary>The queue on a wallboard, but for its agents; null where there is no queue.</summary>
    public static QueueCard? Card(QueueState state, DateTimeOffset now) => !state.Exists || state.Removed
        ? null
        : new QueueCard(
            state.Id.Name,
            state.Rules.Name.Length > 0 ? state.Rules.Name : state.Id.Name,
            Opening.Refusal(new QueueTurn(state, now)) is null,
            state.Emergency,
            state.Index.Waiting.Count,
            LongestSince(state),
            state.Callers.Count - state.Index.Waiting.Count,
            AgentCounts.None,
            Counting.ServiceLevel(state.Counts, state.Rules.ServiceLevel.Formula),
            state.Counts.Answered,
            state.Counts.Abandoned,
            state.Counts.SentAway,
            state.Counts.Answered == 0 ? 0 : state.Counts.Waited.TotalSeconds / state.Counts.Answered);

    // Who has waited longest is not always the next: but nobody stands behind a place who joined before it.
    private static DateTimeOffset? LongestSince(QueueState state)
    {
        DateTimeOffset? longest = null;
        foreach (var place in state.Index.Waiting)
        {
            if (longest is { } known && place.Ticks >= known.UtcTicks)
            {
                break;
            }

            var since = state.Callers[place.Caller].Since;
            longest = longest is null || since < longest ? since : longest;
        }

        return longest;
    }

    private static QueuePlace Place(QueueCaller caller) => new(
        caller.Number, caller.Callback is null ? caller.Call : null, caller.Caller, caller.Priority, caller.Since, caller.Phase, caller.Callback is not null, caller.Told);

    private static QueueAgent Agent(QueueSeat seat) => new(seat.Agent, seat.Status, seat.Slot?.Offer, seat.Calls, (long)seat.Talked.TotalSeconds);
}
