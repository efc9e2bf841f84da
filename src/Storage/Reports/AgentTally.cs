using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>Adds up one agent in one interval.</summary>
internal sealed class AgentTally
{
    private readonly double[] _seconds = new double[Enum.GetValues<AgentActivity>().Length];
    private readonly SortedDictionary<string, double> _paused = new(StringComparer.Ordinal);
    private int _offered;
    private int _handled;
    private int _missed;
    private int _declined;
    private double _handlingSeconds;
    private double _hold;

    /// <summary>The agent was offered a caller.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="handling">Talk, hold and wrap-up when it was taken.</param>
    public void Count(QueueOfferEntry offer, TimeSpan handling)
    {
        _offered++;
        switch (offer.Outcome)
        {
            case OfferOutcome.Answered:
                _handled++;
                _handlingSeconds += handling.TotalSeconds;
                break;
            case OfferOutcome.Declined:
                _declined++;
                break;
            case OfferOutcome.NoAnswer or OfferOutcome.Busy or OfferOutcome.Unreachable:
                _missed++;
                break;
        }
    }

    /// <summary>The agent did something in the interval.</summary>
    public void Share(AgentWorkEntry work, double seconds)
    {
        _seconds[(int)work.Activity] += seconds;
        if (work.Activity == AgentActivity.Paused && seconds > 0)
        {
            _paused[work.Reason] = _paused.GetValueOrDefault(work.Reason) + seconds;
        }
    }

    /// <summary>The agent or the caller held in the interval.</summary>
    public void Hold(double seconds) => _hold += seconds;

    /// <summary>The figures.</summary>
    public AgentFigures Of(string agent, Slot slot)
    {
        var loggedIn = _seconds.Sum();
        var (busy, atWork) = (Seconds(AgentActivity.Talking) + Seconds(AgentActivity.WrapUp), loggedIn - Seconds(AgentActivity.Paused));
        return new AgentFigures
        {
            From = slot.Start,
            To = slot.End,
            AgentId = agent,
            Offered = _offered,
            Handled = _handled,
            Missed = _missed,
            Declined = _declined,
            AverageHandlingSeconds = _handled > 0 ? _handlingSeconds / _handled : null,
            Occupancy = atWork > 0 ? busy / atWork : null,
            LoggedInSeconds = loggedIn,
            ReadySeconds = Seconds(AgentActivity.Ready) + Seconds(AgentActivity.Other),
            OfferedSeconds = Seconds(AgentActivity.Offered),
            TalkSeconds = Seconds(AgentActivity.Talking),
            WrapUpSeconds = Seconds(AgentActivity.WrapUp),
            PausedSeconds = Seconds(AgentActivity.Paused),
            RestingSeconds = Seconds(AgentActivity.Resting),
            HoldSeconds = _hold,
            PausedByReason = _paused,
        };
    }

    private double Seconds(AgentActivity activity) => _seconds[(int)activity];
}
