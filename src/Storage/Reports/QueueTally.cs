using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>Adds up one queue in one interval.</summary>
internal sealed class QueueTally
{
    private readonly int[] _outcomes = new int[Enum.GetValues<VisitOutcome>().Length];
    private int _refused;
    private int _offers;
    private int _misses;
    private int _calledBack;
    private int _short;
    private int _inTime;
    private double _answerSeconds;
    private double _handlingSeconds;
    private double _longest;
    private double _wait;
    private double _talk;
    private double _hold;
    private double _wrapUp;

    /// <summary>A caller came.</summary>
    /// <param name="visit">The visit.</param>
    /// <param name="wrapUp">How long the agent wrapped it up.</param>
    public void Count(QueueVisitEntry visit, TimeSpan wrapUp)
    {
        if (!visit.LetIn)
        {
            _refused++;
            return;
        }

        _offers += visit.Offers;
        _misses += visit.Misses;
        if (visit.CallsBack)
        {
            _calledBack += visit.Outcome == VisitOutcome.CalledBack ? 1 : 0;
            return;
        }

        _outcomes[(int)visit.Outcome]++;
        _longest = Math.Max(_longest, visit.Waited.TotalSeconds);
        if (visit.Outcome == VisitOutcome.Answered)
        {
            _inTime += visit.Waited.TotalMilliseconds <= visit.WithinMilliseconds ? 1 : 0;
            _answerSeconds += visit.Waited.TotalSeconds;
            _handlingSeconds += (visit.Talked + wrapUp).TotalSeconds;
        }
        else if (visit.Outcome == VisitOutcome.Abandoned && visit.Waited.TotalMilliseconds < visit.ShortAbandonMilliseconds)
        {
            _short++;
        }
    }

    /// <summary>A caller waited or talked in the interval.</summary>
    public void Share(QueueVisitEntry visit, Slot slot)
    {
        var hold = visit.Holds.Sum(held => slot.Share(held.From, held.To));
        _wait += visit.CallsBack ? 0 : slot.Share(visit.OfferedAt, visit.LeftAt);
        _hold += hold;
        _talk += slot.Share(visit.LeftAt, visit.EndedAt) - hold;
    }

    /// <summary>An agent wrapped up in the interval.</summary>
    public void WrapUp(double seconds) => _wrapUp += seconds;

    /// <summary>The figures.</summary>
    public QueueFigures Of(string queue, Slot slot)
    {
        var (handled, hungUp) = (_outcomes[(int)VisitOutcome.Answered], _outcomes[(int)VisitOutcome.Abandoned]);
        var offered = _outcomes.Sum();
        return new QueueFigures
        {
            From = slot.Start,
            To = slot.End,
            QueueId = queue,
            Offered = offered,
            Handled = handled,
            Abandoned = hungUp - _short,
            ShortAbandoned = _short,
            SentAway = offered - handled - hungUp - _outcomes[(int)VisitOutcome.Lost] - _outcomes[(int)VisitOutcome.CallBack],
            CallBacks = _outcomes[(int)VisitOutcome.CallBack],
            CalledBack = _calledBack,
            Lost = _outcomes[(int)VisitOutcome.Lost],
            Refused = _refused,
            HandledInTime = _inTime,
            Offers = _offers,
            Misses = _misses,
            ServiceLevel = Ratio(_inTime, handled + hungUp - _short),
            ServiceLevelOfAll = Ratio(_inTime, handled + hungUp),
            AverageAnswerSeconds = Ratio(_answerSeconds, handled),
            AverageHandlingSeconds = Ratio(_handlingSeconds, handled),
            LongestWaitSeconds = _longest,
            WaitSeconds = _wait,
            TalkSeconds = _talk,
            HoldSeconds = _hold,
            WrapUpSeconds = _wrapUp,
        };
    }

    private static double? Ratio(double part, double whole) => whole > 0 ? part / whole : null;
}
