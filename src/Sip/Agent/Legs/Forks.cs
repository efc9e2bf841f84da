using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>The branches of an INVITE of ours: their dialogs, their PRACKs, and the ACK that each one's 2xx got. RFC 3261 §13.2.2.</summary>
internal sealed class Forks(Leg leg, Dialog dialog)
{
    // More branches than this ring nobody's telephones; it bounds what a hostile callee can make us remember.
    private const int Max = 32;
    private readonly Dictionary<string, Fork> _forks = [];
    private readonly Dictionary<string, SendMessage?> _acks = [];

    /// <summary>The INVITE goes out anew: branches of the last try say no more.</summary>
    public void Clear() => _forks.Clear();

    /// <summary>The branch that a response comes from; false when it is one too many.</summary>
    public bool TryFind(SipMessage response, OutgoingRequest invite, SipFlow? flow, out Fork fork)
    {
        var tag = SipText.Of(response.ToTag);
        if (_forks.TryGetValue(tag, out fork!))
        {
            fork.Dialog.Learn(response);
            return true;
        }

        if (_forks.Count >= Max)
        {
            return false;
        }

        fork = new Fork(dialog.Fork(response, flow));
        if (!invite.Body.IsEmpty)
        {
            fork.Dialog.Offers.TrySendOffer();
        }

        _forks.Add(tag, fork);
        return true;
    }

    /// <summary>
    /// Sends the PRACK of a reliable provisional response; false for one that repeats or overtakes another. RFC 3262 §4: a repeated one was acknowledged
    /// already, one out of order waits for its forerunner.
    /// </summary>
    public bool TryPrack(Fork fork, SipMessage response, OutgoingRequest invite, long now)
    {
        response.TryGet(SipHeader.RSeq, out var value);
        if (!SipGrammar.TryReadNumber(value, uint.MaxValue, out var number, out _) || (fork.RSeq != 0 && number != fork.RSeq + 1L))
        {
            leg.Context.Counters.Retransmissions++;
            return false;
        }

        fork.RSeq = (uint)number;
        var prack = fork.Dialog.Request(SipMethod.Prack).With("RAck", $"{number} {invite.CSeq} INVITE");
        new Errand(leg, fork.Dialog, null).Run(prack, now);
        return true;
    }

    /// <summary>A 2xx of a branch that had one already: its ACK goes out again. False for the first one.</summary>
    public bool TryRepeatAck(SipMessage response)
    {
        if (!_acks.TryGetValue(SipText.Of(response.ToTag), out var ack))
        {
            return false;
        }

        if (ack is not null)
        {
            leg.Context.Counters.Resent++;
            leg.Emit(ack);
        }

        return true;
    }

    /// <summary>The ACK of the branch's 2xx waits for the host's answer.</summary>
    public void OweAck(Fork fork) => _acks[fork.Dialog.RemoteTag] = null;

    /// <summary>Sends the ACK, which has the number and the credentials of its INVITE. RFC 3261 §13.2.2.4, §22.1.</summary>
    public void Acknowledge(Fork fork, OutgoingRequest invite, ReadOnlyMemory<byte> body)
    {
        var credentials = invite.Headers.Where(line => line.Name is "Authorization" or "Proxy-Authorization").ToArray();
        var ack = fork.Dialog.Request(SipMethod.Ack, invite.CSeq) with { Headers = credentials, ContentType = "application/sdp", Body = body };
        _acks[fork.Dialog.RemoteTag] = leg.Transactions.SendAck(ack, fork.Dialog.Destination(leg.Context));
    }

    /// <summary>A branch that we do not want was answered: it gets ACK and BYE. RFC 3261 §13.2.2.4.</summary>
    public void Refuse(Fork fork, OutgoingRequest invite, string reason, long now)
    {
        Acknowledge(fork, invite, default);
        new Errand(leg, fork.Dialog, null).Run(fork.Dialog.Request(SipMethod.Bye).With("Reason", reason), now);
    }
}
