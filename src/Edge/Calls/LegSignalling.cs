using System.Collections.Immutable;
using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using AgentLeg = RtcCluster.Sip.Agent.LegId;
using LegId = RtcCluster.Contracts.Ids.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>The legs of one call that this edge signals: commands become calls of the SIP agent. Lives in the call's SIP shard.</summary>
internal sealed class LegSignalling(EdgeCall call, SipShard shard, CallBridge bridge, EdgeParts parts)
{
    private readonly Dictionary<int, SignalledLeg> _legs = [];

    /// <summary>How many legs are not over.</summary>
    public int Live => _legs.Values.Count(l => !l.IsOver);

    /// <summary>Legs that were answered and are not over.</summary>
    public IReadOnlyList<SignalledLeg> Established => [.. _legs.Values.Where(leg => leg is { IsOver: false, IsEstablished: true })];

    /// <summary>Where a leg's signalling comes from; null when that is not known.</summary>
    public IPEndPoint? SourceOf(LegId leg) => _legs.GetValueOrDefault(leg.Number)?.Source;

    /// <summary>The call's first leg came in.</summary>
    public SignalledLeg AddIncoming(AgentLeg agent, IPEndPoint source, bool isOfferless)
    {
        var leg = Add(new SignalledLeg(call, LegId.First, bridge, agent, isIncoming: true) { IsOfferless = isOfferless, Source = source });
        shard.Agent.Bind(agent, CallNames.TokenOf(call.Id, LegId.First), shard.Now);
        return leg;
    }

    /// <summary>Whether a leg was ever here.</summary>
    public bool Knows(LegId leg) => _legs.ContainsKey(leg.Number);

    /// <summary>
    /// Makes room for a leg that is to be taken over once more: what was begun with it is dropped. False when that is to go on: it is asked by the same way already, or the call has ended it.
    /// </summary>
    /// <param name="leg">A leg that is known.</param>
    /// <param name="way">Where its telephone was heard of; null when nothing new is known.</param>
    public bool MakesRoom(LegId leg, IPEndPoint? way)
    {
        var found = _legs[leg.Number];
        if (found.EndedByCommand)
        {
            return false;
        }

        if (!found.IsOver && (way is null || way.Equals(SourceOf(leg))))
        {
            if (way is not null)
            {
                // It was just heard there: what it was asked may not have come through to it before, and is due again in many seconds only.
                found.Do((agent, now) => agent.Urge(found.Agent, now));
            }

            return false;
        }

        if (found.IsOver)
        {
            // Its dialog lingers in the agent for half a minute, for what its party may repeat; there is only one of it.
            found.Do((agent, now) => agent.Drop(found.Agent, now));
        }

        Forget(found);
        return true;
    }

    /// <summary>A leg leaves for another call; null when it is over already.</summary>
    public SignalledLeg? Release(LegId leg)
    {
        if (!_legs.TryGetValue(leg.Number, out var found) || found.IsOver)
        {
            return null;
        }

        found.IsOver = true;
        parts.Calls.LegRemoved();
        return found;
    }

    /// <summary>A leg has come from another call; it is counted already.</summary>
    public void Put(SignalledLeg leg, IPEndPoint? source)
    {
        leg.Source = source;
        _legs[leg.Leg.Number] = leg;
    }

    /// <summary>Carries out a signalling command.</summary>
    public void Carry(CallCommand command)
    {
        if (command is InviteLeg invite)
        {
            Invite(invite);
            return;
        }

        if (!_legs.TryGetValue(command.Leg.Number, out var leg) || (leg.IsOver && command is not NotifyRefer))
        {
            return;
        }

        switch (command)
        {
            case ProgressLeg progress:
                call.Describe(leg.Leg, progress.Sdp, sdp => leg.Do((agent, now) => agent.Progress(leg.Agent, progress.Code, sdp, reliable: !sdp.IsEmpty, now)));
                break;
            case AnswerLeg answer:
                call.Describe(leg.Leg, answer.Sdp, sdp => Answer(leg, sdp));
                break;
            case RejectLeg reject:
                leg.EndedByCommand = true;
                leg.Do((agent, now) => agent.Reject(leg.Agent, reject.Failure.SipCode, null, now, LegEnds.HeadersOf(reject.Failure)));
                break;
            case EndLeg end:
                HangUp(leg, end.Cause);
                break;
            case ReofferLeg reoffer:
                call.Describe(leg.Leg, reoffer.Sdp, sdp => leg.Do((agent, now) => agent.Offer(leg.Agent, sdp, now)));
                break;
            case AnswerReoffer answer:
                call.Describe(leg.Leg, answer.Sdp, sdp => leg.Do((agent, now) => agent.AnswerOffer(leg.Agent, sdp, now)));
                break;
            case RejectReoffer reject:
                leg.Do((agent, now) => agent.RefuseOffer(leg.Agent, reject.Failure.SipCode, now));
                break;
            case ReleaseLeg:
                Forget(leg);
                break;
            case HandOver:
                leg.Do((agent, now) => LegNews.HandOver(leg, agent, now));
                break;
            case TakeBack back:
                leg.Do((agent, now) => LegNews.TakeBack(leg, agent, back.Moves, now));
                break;
            case AnswerRefer answer:
                leg.Do((agent, now) => agent.AnswerRefer(leg.Agent, answer.Code, now));
                break;
            case NotifyRefer notify:
                leg.Do((agent, now) => agent.NotifyRefer(leg.Agent, notify.Code, notify.Reason, now));
                break;
            default:
                break;
        }
    }

    /// <summary>Ends every leg that is not over.</summary>
    public void HangUpAll(EndCause cause)
    {
        foreach (var leg in _legs.Values.Where(l => !l.IsOver).ToList())
        {
            HangUp(leg, cause);
        }
    }

    /// <summary>Forgets every leg without a word to the far ends.</summary>
    public void DropAll()
    {
        foreach (var leg in _legs.Values.Where(l => !l.IsOver).ToList())
        {
            Drop(leg);
        }
    }

    /// <summary>Forgets every leg but those that stay, as if it had never been here: it may come back.</summary>
    public void Leave(ImmutableArray<LegId> staying)
    {
        foreach (var leg in _legs.Values.Where(l => !staying.Contains(l.Leg)).ToList())
        {
            Forget(leg);
        }
    }

    /// <summary>The agent let go of a leg.</summary>
    public void Over(SignalledLeg leg)
    {
        if (!leg.IsOver)
        {
            leg.IsOver = true;
            parts.Calls.LegRemoved();
        }
    }

    /// <summary>
    /// Media of a leg has been missing for the configured time: an OPTIONS in the dialog tells whether the party lives. False when nobody can be
    /// asked here; the call then decides.
    /// </summary>
    public bool AskWhetherAlive(LegId leg)
    {
        if (!_legs.TryGetValue(leg.Number, out var found) || found.IsOver || !found.IsEstablished)
        {
            return false;
        }

        found.MediaIsSilent = true;
        Ask(found);
        return true;
    }

    /// <summary>The party answered the question whether it lives, or did not.</summary>
    public void Answered(SignalledLeg leg, int code)
    {
        if (leg.IsOver || !leg.MediaIsSilent)
        {
            return;
        }

        // Any answer is a sign of life but those that say that there is no such dialog (RFC 3261 §12.2.1.2).
        if (code is 408 or 481 or 503)
        {
            call.Report(new MediaLost(leg.Leg, parts.Clock.Utc));
            return;
        }

        shard.After(parts.MediaSettings.SilenceTimeout, () =>
        {
            if (leg is { IsOver: false, MediaIsSilent: true })
            {
                Ask(leg);
            }
        });
    }

    /// <summary>Media of a leg is there.</summary>
    public void MediaIsBack(LegId leg)
    {
        if (_legs.TryGetValue(leg.Number, out var found))
        {
            found.MediaIsSilent = false;
        }
    }

    private void Forget(SignalledLeg leg)
    {
        // What was hung up says its BYE until it is answered.
        if (leg is { IsOver: false, EndedByCommand: false })
        {
            Drop(leg);
        }

        _legs.Remove(leg.Leg.Number);
    }

    private void Drop(SignalledLeg leg)
    {
        leg.Do((agent, now) =>
        {
            agent.Drop(leg.Agent, now);
            leg.Home.Remove(leg.Agent);
        });
        Over(leg);
    }

    private SignalledLeg Add(SignalledLeg leg)
    {
        _legs[leg.Leg.Number] = leg;
        bridge.Add(leg);
        parts.Calls.LegAdded();
        return leg;
    }

    private void Invite(InviteLeg command)
    {
        if (_legs.ContainsKey(command.Leg.Number))
        {
            return;
        }

        if (command.Target.Trunk is { } trunk && !parts.Credentials.IsKnown(trunk))
        {
            call.Wait(proceed => parts.Credentials.Load(trunk, () => shard.Post(() =>
            {
                Describe(command);
                proceed();
            })));
            return;
        }

        Describe(command);
    }

    private void Describe(InviteLeg command) => call.Describe(command.Leg, command.Sdp, sdp =>
    {
        if (sdp.IsEmpty && command.Sdp.Origin == Contracts.Media.SdpOrigin.Local)
        {
            // The media of the leg was refused, and the call has been told so.
            return;
        }

        var sent = false;
        try
        {
            Send(command, sdp);
            sent = true;
        }
        finally
        {
            if (!sent)
            {
                call.Report(new LegFailed(command.Leg, parts.Clock.Utc, new CallFailure(500, "The INVITE could not be written.", 111)));
            }
        }
    });

    private void Send(InviteLeg command, ReadOnlyMemory<byte> sdp)
    {
        var target = command.Target;
        var host = parts.Sip.Domain.Length > 0 && target.Trunk is null ? parts.Sip.Domain : parts.Identity.PublicSipAddress;
        var flow = DialTargets.FlowOf(target, parts.Listeners);
        var headers = new List<AddedHeader>();
        if (target.Trunk is not null)
        {
            headers.Add(new AddedHeader("P-Asserted-Identity", PartyText.AddressOf(command.From, host)));
        }

        if (!command.Diverted.IsDefaultOrEmpty)
        {
            // RFC 5806 §5.1: the newest diversion comes first.
            headers.AddRange(command.Diverted.Reverse().Select(d => new AddedHeader("Diversion", PartyText.AddressOf(d, null, host))));
        }

        if (command.HandsFree)
        {
            // No standard that telephones keep (RFC 5373 is kept by few): makes differ in which of the two they read, and a telephone that reads neither rings.
            headers.Add(new AddedHeader("Call-Info", $"<sip:{host}>;answer-after=0"));
            headers.Add(new AddedHeader("Alert-Info", $"<sip:{host}>;info=alert-autoanswer;delay=0"));
        }

        var agent = shard.Agent.Invite(
            new InviteRequest
            {
                Target = DialTargets.UriOf(target),
                From = PartyText.AddressOf(command.From, host),
                To = PartyText.AddressOf(command.To, null, host),
                Token = CallNames.TokenOf(call.Id, command.Leg),
                Flow = flow,
                Routes = target.Route.IsDefault ? [] : target.Route,
                Headers = headers,
                Body = sdp,
                MaxForwards = call.MaxForwards,
            },
            shard.Now);
        Add(new SignalledLeg(call, command.Leg, bridge, agent, isIncoming: false) { IsOfferless = sdp.IsEmpty, Source = flow?.Remote });
    }

    private static void Answer(SignalledLeg leg, ReadOnlyMemory<byte> sdp)
    {
        if (sdp.IsEmpty && !leg.IsOfferless)
        {
            // Its media was refused after all: an answer without a description would be a call without sound.
            leg.EndedByCommand = false;
            leg.Do((agent, now) => agent.Reject(leg.Agent, 488, null, now));
            return;
        }

        leg.Do((agent, now) =>
        {
            var isEstablished = agent.Answer(leg.Agent, sdp, now);
            leg.OnCall(_ => leg.IsEstablished |= isEstablished);
        });
    }

    // When nobody can be asked any more its end is on the way, or has told the call already.
    private static void Ask(SignalledLeg leg) => leg.Do((agent, now) => agent.Ping(leg.Agent, now));

    private static void HangUp(SignalledLeg leg, EndCause cause)
    {
        leg.EndedByCommand = true;
        leg.Do((agent, now) => agent.Hangup(leg.Agent, LegEnds.ReasonOf(cause), now, LegEnds.CodeOf(cause)));
    }
}
