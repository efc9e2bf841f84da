using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Calls;

/// <summary>Makes the rows of a call's visits to queues, and of the offers to agents in them, from its ledger and from nothing else.</summary>
internal sealed class QueueProjection
{
    private readonly CallId _call;
    private readonly List<LedgerEvent> _events;
    private readonly List<QueueOfferEntry> _offers = [];
    private readonly List<QueueVisitEntry> _visits = [];

    private QueueProjection(CallId call, IReadOnlyList<LedgerEntry> ledger) => (_call, _events) = (call, [.. ledger.Select(entry => entry.Event)]);

    /// <summary>The rows; a visit that goes on is left out until the call has ended.</summary>
    public static (IReadOnlyList<QueueVisitEntry> Visits, IReadOnlyList<QueueOfferEntry> Offers) Of(CallId call, IReadOnlyList<LedgerEntry> ledger)
    {
        var projection = new QueueProjection(call, ledger);
        projection.Read();
        return (projection._visits, projection._offers);
    }

    private void Read()
    {
        QueueEntered? open = null;
        for (var i = 0; i < _events.Count; i++)
        {
            switch (_events[i])
            {
                case QueueEntered entered:
                    open = entered;
                    break;
                case QueueLeft left when open is null || open.Queue != left.Queue:
                    _visits.Add(Visit(left.Queue, left.Visit, left.At, left.At, OutcomeOf(left.Why)) with { SentTo = left.To, LetIn = false });
                    break;
                case QueueLeft left:
                    Close(open, left.At, OutcomeOf(left.Why), i, null, left.To);
                    open = null;
                    break;
                case QueueAnswered answered when open is not null:
                    Close(open, answered.At, VisitOutcome.Answered, i, answered, null);
                    open = null;
                    break;
                case LegWasEnded ended when open is not null && ended.Leg == CallerOf(open):
                    Close(open, ended.At, IsHangup(ended.Cause.Kind) ? VisitOutcome.Abandoned : VisitOutcome.Lost, i, null, null);
                    open = null;
                    break;
            }
        }

        if (!_events.Exists(e => e is QueueEntered) && _events.OfType<QueueOffered>().FirstOrDefault() is { } back)
        {
            CallBack(back);
        }
    }

    // Nobody has come: the queue has an agent rung who calls somebody back. They have each other from when the caller answered until one of the two leaves.
    private void CallBack(QueueOffered offered)
    {
        var answered = _events.OfType<QueueAnswered>().FirstOrDefault(answer => answer.Queue == offered.Queue && answer.Offer == offered.Offer);
        var over = _events.OfType<CallEnded>().LastOrDefault();
        var outcome = answered is not null ? OfferOutcome.Answered : OutcomeOf(over?.Result);
        _offers.Add(Offer(1, offered, answered?.At ?? over?.At ?? offered.At, outcome));
        var visit = Visit(offered.Queue, 1, offered.At, answered?.At ?? offered.At, VisitOutcome.NotReached) with
        {
            Offers = 1,
            Misses = outcome is OfferOutcome.Answered or OfferOutcome.Withdrawn ? 0 : 1,
            AgentId = answered is null ? null : offered.Agent.Key,
            Offer = answered?.Offer,
        };
        if (answered is not null && _events.OfType<LegsConnected>().FirstOrDefault(talk => talk.First == answered.Leg || talk.Second == answered.Leg) is { } talk)
        {
            LegId[] legs = [talk.First, talk.Second];
            var end = _events.SkipWhile(e => !ReferenceEquals(e, talk)).OfType<LegWasEnded>().FirstOrDefault(end => legs.Contains(end.Leg))?.At ?? talk.At;
            visit = visit with { Outcome = VisitOutcome.CalledBack, LeftAt = talk.At, EndedAt = end, Holds = [.. HoldsIn(talk.At, end, legs)] };
        }

        _visits.Add(visit);
    }

    private void Close(QueueEntered entered, DateTimeOffset at, VisitOutcome outcome, int index, QueueAnswered? answered, string? to)
    {
        var offers = Offers(entered, at, index, answered);
        var visit = Visit(entered.Queue, entered.Visit, entered.At, at, outcome) with
        {
            SentTo = to,
            Offers = offers.Count,
            Misses = offers.Count(offer => offer.Outcome is not (OfferOutcome.Answered or OfferOutcome.Withdrawn)),
            WithinMilliseconds = (long)(entered.ServiceLevel ?? new ServiceLevelRules()).Within.TotalMilliseconds,
            ShortAbandonMilliseconds = (long)(entered.ServiceLevel ?? new ServiceLevelRules()).ShortAbandon.TotalMilliseconds,
        };
        if (answered is not null)
        {
            // Caller and agent have each other until one of the two leaves, by a transfer or for good.
            var over = _events.Skip(index).OfType<LegWasEnded>().FirstOrDefault(end => end.Leg == answered.Leg || end.Leg == CallerOf(entered))?.At;
            var end = over is { } talked && talked > at ? talked : at;
            visit = visit with
            {
                EndedAt = end,
                AgentId = _events.OfType<LegWasInvited>().FirstOrDefault(leg => leg.Leg == answered.Leg)?.Party.User?.Key,
                Offer = answered.Offer,
                Holds = [.. HoldsIn(at, end, [answered.Leg, CallerOf(entered)])],
            };
        }

        _visits.Add(visit);
        _offers.AddRange(offers);
    }

    private List<QueueOfferEntry> Offers(QueueEntered entered, DateTimeOffset left, int index, QueueAnswered? answered)
    {
        var happened = _events.Take(index).SkipWhile(e => !ReferenceEquals(e, entered)).ToList();
        return
        [
            .. happened.OfType<QueueOffered>().Where(offer => offer.Queue == entered.Queue).DistinctBy(offer => offer.Offer).Select(offer =>
            {
                var missed = happened.OfType<QueueNotTaken>().FirstOrDefault(not => not.Queue == offer.Queue && not.Offer == offer.Offer);
                var outcome = missed is not null ? OutcomeOf(missed.Why) : offer.Offer == answered?.Offer ? OfferOutcome.Answered : OfferOutcome.Withdrawn;
                return Offer(entered.Visit, offer, missed?.At ?? left, outcome);
            }),
        ];
    }

    private QueueOfferEntry Offer(int visit, QueueOffered offer, DateTimeOffset ended, OfferOutcome outcome) => new()
    {
        CallId = _call.Key,
        Visit = visit,
        Offer = offer.Offer,
        TenantId = _call.Tenant.Value,
        QueueId = offer.Queue.Key,
        AgentId = offer.Agent.Key,
        OfferedAt = offer.At,
        EndedAt = ended,
        Outcome = outcome,
    };

    // Both may hold at the same time; nobody talks then, but it is one time.
    private IEnumerable<HoldSpan> HoldsIn(DateTimeOffset from, DateTimeOffset to, LegId[] legs)
    {
        HoldSpan? open = null;
        foreach (var hold in legs.SelectMany(leg => LegProjection.Holds(_events, leg)).OrderBy(hold => hold.From))
        {
            var span = new HoldSpan(hold.From > from ? hold.From : from, hold.To < to ? hold.To : to);
            if (span.To <= span.From)
            {
                continue;
            }

            if (open is not null && span.From <= open.To)
            {
                open = open with { To = span.To > open.To ? span.To : open.To };
                continue;
            }

            if (open is not null)
            {
                yield return open;
            }

            open = span;
        }

        if (open is not null)
        {
            yield return open;
        }
    }

    private QueueVisitEntry Visit(QueueId queue, int number, DateTimeOffset at, DateTimeOffset left, VisitOutcome outcome) => new()
    {
        CallId = _call.Key,
        Visit = number,
        TenantId = _call.Tenant.Value,
        QueueId = queue.Key,
        OfferedAt = at,
        LeftAt = left,
        EndedAt = left,
        Outcome = outcome,
    };

    private static LegId CallerOf(QueueEntered entered) => entered.Caller ?? LegId.First;

    private static bool IsHangup(EndKind kind) => kind is EndKind.Hangup or EndKind.Cancelled;

    private static VisitOutcome OutcomeOf(QueueJoinStatus why) => why switch
    {
        QueueJoinStatus.MaxWait => VisitOutcome.MaxWait,
        QueueJoinStatus.CallBack => VisitOutcome.CallBack,
        QueueJoinStatus.Emergency => VisitOutcome.Emergency,
        QueueJoinStatus.Holiday => VisitOutcome.Holiday,
        QueueJoinStatus.Closed => VisitOutcome.Closed,
        QueueJoinStatus.Full => VisitOutcome.Full,
        QueueJoinStatus.NobodyServes => VisitOutcome.NobodyServes,
        QueueJoinStatus.TooSlow => VisitOutcome.TooSlow,
        _ => VisitOutcome.NoQueue,
    };

    private static OfferOutcome OutcomeOf(CallResult? result) => result switch
    {
        CallResult.NoAnswer => OfferOutcome.NoAnswer,
        CallResult.Declined => OfferOutcome.Declined,
        CallResult.Busy => OfferOutcome.Busy,
        CallResult.Unavailable or CallResult.Failed => OfferOutcome.Unreachable,
        _ => OfferOutcome.Withdrawn,
    };

    private static OfferOutcome OutcomeOf(OfferFailure why) => why switch
    {
        OfferFailure.NoAnswer => OfferOutcome.NoAnswer,
        OfferFailure.Declined => OfferOutcome.Declined,
        OfferFailure.Busy => OfferOutcome.Busy,
        _ => OfferOutcome.Unreachable,
    };
}
