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

    private static QueuePlace Place(QueueCaller caller) => new(
        caller.Number, caller.Callback is null ? caller.Call : null, caller.Caller, caller.Priority, caller.Since, caller.Phase, caller.Callback is not null);

    private static QueueAgent Agent(QueueSeat seat) => new(seat.Agent, seat.Status, seat.Slot?.Offer, seat.Calls, (long)seat.Talked.TotalSeconds);
}
