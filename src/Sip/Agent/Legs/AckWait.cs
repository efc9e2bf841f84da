using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>Repeats our 2xx to an INVITE until its ACK comes, whatever the transport. RFC 3261 §13.3.1.4.</summary>
internal sealed class AckWait(Leg leg)
{
    private ServerTransaction? _transaction;
    private uint _number;
    private bool _needsAnswer;
    private TimeSpan _interval;

    /// <summary>Whether a 2xx of ours waits for its ACK.</summary>
    public bool IsPending => _transaction is not null;

    /// <summary>Whether it is the first 2xx of the leg.</summary>
    public bool IsInitial { get; private set; }

    /// <summary>A 2xx went out.</summary>
    public void Start(ServerTransaction transaction, bool needsAnswer, bool initial, long now)
    {
        _transaction = transaction;
        _number = transaction.Request.CSeqNumber;
        _needsAnswer = needsAnswer;
        IsInitial = initial;
        _interval = leg.Context.Options.Timers.T1;
        leg.ArmIn(TimerReason.AnswerAgain, _interval, now);
        leg.ArmIn(TimerReason.AckMissing, leg.Context.Options.Timers.Timeout, now);
    }

    /// <summary>An ACK of the leg's dialog came.</summary>
    public void Receive(SipMessage ack, long now)
    {
        if (_transaction is null || ack.CSeqNumber != _number)
        {
            leg.Context.Counters.Retransmissions++;
            return;
        }

        var initial = IsInitial;
        var needsAnswer = _needsAnswer;
        _transaction.Settle();
        Drop();
        var body = SipText.BodyOf(ack);
        if (needsAnswer && (body.IsEmpty || !leg.Dialog!.Offers.TryReceiveAnswer()))
        {
            leg.Fail(LegEndBy.Protocol, 488, "No answer in ACK", null, now);
            return;
        }

        if (initial)
        {
            leg.Emit(new Confirmed(leg.Id, needsAnswer ? body : default));
            leg.Acknowledged(now);
        }
        else if (needsAnswer)
        {
            leg.Emit(new OfferAnswered(leg.Id, body));
        }

        leg.LocalOffers.TryRunNext(now);
    }

    /// <summary>A timer of ours is due.</summary>
    public void Fire(TimerReason reason, long now)
    {
        if (reason == TimerReason.AckMissing)
        {
            Drop();
            leg.Fail(LegEndBy.TimeOut, 408, "No ACK", null, now);
            return;
        }

        _transaction?.Repeat();
        var longer = _interval * 2;
        _interval = longer < leg.Context.Options.Timers.T2 ? longer : leg.Context.Options.Timers.T2;
        leg.ArmIn(TimerReason.AnswerAgain, _interval, now);
    }

    /// <summary>Stops waiting.</summary>
    public void Drop()
    {
        _transaction = null;
        IsInitial = false;
        leg.Disarm(TimerReason.AnswerAgain);
        leg.Disarm(TimerReason.AckMissing);
    }
}
