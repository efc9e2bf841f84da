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

    // Nearly always there is one: lists of it are smaller than tables, and live as long as the leg lingers.
    private readonly List<Fork> _forks = new(1);
    private readonly List<(string Tag, SendMessage? Ack)> _acks = new(1);

    /// <summary>The INVITE goes out anew: branches of the last try say no more.</summary>
    public void Clear() => _forks.Clear();

    /// <summary>The branch that a response comes from; false when it is one too many.</summary>
    public bool TryFind(SipMessage response, OutgoingRequest invite, SipFlow? flow, out Fork fork)
    {
        var tag = SipText.Of(response.ToTag);
        foreach (var known in _forks)
        {
            if (known.Dialog.RemoteTag == tag)
            {
                fork = known;
                fork.Dialog.Learn(response);
                return true;
            }
        }

        if (_forks.Count >= Max)
        {
            fork = null!;
            return false;
        }

        fork = new Fork(dialog.Fork(response, flow));
        if (!invite.Body.IsEmpty)
        {
            fork.Dialog.Offers.TrySendOffer();
        }

        _forks.Add(fork);
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
        if (FindAck(SipText.Of(response.ToTag)) is not (>= 0 and var found))
        {
            return false;
        }

        if (_acks[found].Ack is { } ack)
        {
            leg.Context.Counters.Resent++;
            leg.Emit(ack);
        }

        return true;
    }

    /// <summary>The ACK of the branch's 2xx waits for the host's answer.</summary>
    public void OweAck(Fork fork) => Set(fork.Dialog.RemoteTag, null);

    /// <summary>Sends the ACK, which has the number and the credentials of its INVITE. RFC 3261 §13.2.2.4, §22.1.</summary>
    public void Acknowledge(Fork fork, OutgoingRequest invite, ReadOnlyMemory<byte> body)
    {
        var credentials = invite.Headers.Where(line => line.Name is "Authorization" or "Proxy-Authorization").ToArray();
        var ack = fork.Dialog.Request(SipMethod.Ack, invite.CSeq) with { Headers = credentials, ContentType = "application/sdp", Body = body };
        Set(fork.Dialog.RemoteTag, leg.Transactions.SendAck(ack, fork.Dialog.Destination(leg.Context)));
    }

    /// <summary>A branch that we do not want was answered: it gets ACK and BYE. RFC 3261 §13.2.2.4.</summary>
    public void Refuse(Fork fork, OutgoingRequest invite, string reason, long now)
    {
        Acknowledge(fork, invite, default);
        new Errand(leg, fork.Dialog, null).Run(fork.Dialog.Request(SipMethod.Bye).With("Reason", reason), now);
    }

    private void Set(string tag, SendMessage? ack)
    {
        if (FindAck(tag) is >= 0 and var found)
        {
            _acks[found] = (tag, ack);
        }
        else
        {
            _acks.Add((tag, ack));
        }
    }

    private int FindAck(string tag)
    {
        for (var i = 0; i < _acks.Count; i++)
        {
            if (_acks[i].Tag == tag)
            {
                return i;
            }
        }

        return -1;
    }
}
