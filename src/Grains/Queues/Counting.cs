using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>What is counted, and the service level.</summary>
internal static class Counting
{
    /// <summary>The first input of a local day: what people see of a day is counted from here.</summary>
    public static void BeginDay(QueueTurn turn)
    {
        var today = OpeningTimes.Day(turn.Rules.Hours, turn.Now);
        if (today != turn.State.Day)
        {
            turn.State.Day = today;
            turn.State.Morning = turn.State.Counts.Copy();
        }
    }

    /// <summary>What has been counted since local midnight.</summary>
    public static QueueCounts Today(QueueState state, DateTimeOffset now) =>
        state.Counts.Since(OpeningTimes.Day(state.Rules.Hours, now) == state.Day ? state.Morning : state.Counts);

    /// <summary>Somebody got an agent.</summary>
    public static void Answered(QueueTurn turn, QueueCaller caller)
    {
        if (caller.Counted)
        {
            return;
        }

        caller.Counted = true;
        var (counts, waited) = (turn.State.Counts, turn.Now - caller.Since);
        counts.Answered++;
        counts.Waited += waited;
        counts.EstimateError += (waited - caller.Estimate).Duration();
        if (waited <= turn.Rules.ServiceLevel.Within)
        {
            counts.AnsweredInTime++;
        }
    }

    /// <summary>Somebody hung up while waiting.</summary>
    public static void Abandoned(QueueTurn turn, QueueCaller caller)
    {
        turn.State.Counts.Abandoned++;
        if (turn.Now - caller.Since < turn.Rules.ServiceLevel.ShortAbandon)
        {
            turn.State.Counts.ShortAbandoned++;
        }
    }

    /// <summary>The service level, 0 to 1.</summary>
    public static double ServiceLevel(QueueCounts counts, ServiceLevelFormula formula)
    {
        var all = counts.Answered + counts.Abandoned - (formula == ServiceLevelFormula.WithoutShortAbandons ? counts.ShortAbandoned : 0);
        return all == 0 ? 1 : (double)counts.AnsweredInTime / all;
    }

    /// <summary>The counts as people see them.</summary>
    public static QueueStatistics View(QueueCounts counts, ServiceLevelFormula formula) => new(
        counts.Joined,
        counts.Refused,
        counts.Answered,
        counts.AnsweredInTime,
        counts.Abandoned,
        counts.ShortAbandoned,
        counts.SentAway,
        counts.CallbacksAsked,
        counts.CallbacksReached,
        ServiceLevel(counts, formula),
        counts.Answered == 0 ? 0 : counts.Waited.TotalSeconds / counts.Answered,
        counts.Answered == 0 ? 0 : counts.EstimateError.TotalSeconds / counts.Answered,
        counts.CallbacksExpired);
}
