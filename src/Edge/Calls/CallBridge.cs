using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Edge.Subscriptions;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using AgentLeg = RtcCluster.Sip.Agent.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>Joins one SIP shard with the calls: effects of the agent go to the call, the desk or the question that they belong to. Lives in its shard.</summary>
internal sealed class CallBridge : ISipShardUser
{
    private readonly Dictionary<AgentLeg, ILegOwner> _legs = [];
    private readonly Dictionary<RequestId, Action<ResponseReceived>> _questions = [];
    private readonly SipShard _shard;
    private readonly SipShards _shards;
    private readonly EdgeParts _parts;
    private readonly InviteDesk _invites;
    private readonly RequestDesk _requests;
    private readonly SubscriptionDesk _subscriptions;
    private readonly ForeignDesk _foreign;

    public CallBridge(SipShard shard, SipShards shards, SipGate gate, EdgeParts parts)
    {
        _shard = shard;
        _shards = shards;
        _parts = parts;
        _invites = new InviteDesk(shard, this, gate, parts);
        _requests = new RequestDesk(shard, gate, parts);
        _subscriptions = new SubscriptionDesk(shard, gate, parts);
        _foreign = new ForeignDesk(shard, gate, parts);
    }

    /// <summary>The shard.</summary>
    public SipShard Shard => _shard;

    /// <summary>Where legs are found by their dialogs; any thread.</summary>
    public LegFinder Finder => _parts.Finder;

    /// <summary>Now (UTC).</summary>
    public DateTimeOffset Utc => _parts.Clock.Utc;

    /// <summary>A leg belongs to a call.</summary>
    public void Add(SignalledLeg leg) => _legs[leg.Agent] = leg;

    /// <summary>A leg is over.</summary>
    public void Remove(AgentLeg agent) => _legs.Remove(agent);

    /// <summary>A call gives up a leg.</summary>
    /// <returns>False when the leg is not that call's any more: it is over.</returns>
    public bool Replace(SignalledLeg leg, ParkedLeg by) => Replace(leg.Agent, leg, by);

    /// <summary>A call takes a leg.</summary>
    /// <returns>False when the leg is over.</returns>
    public bool Replace(ParkedLeg leg, SignalledLeg by) => Replace(leg.Agent, leg, by);

    /// <summary>The leg of a call that has this dialog; null when none has.</summary>
    public Contracts.Calls.NamedLeg? Find(string callId, string localTag, string remoteTag) =>
        _shard.Agent.TryFind(callId, localTag, remoteTag, out var agent) && _legs.GetValueOrDefault(agent) is SignalledLeg leg ? leg.Name : null;

    /// <summary>What this shard has of a dialog.</summary>
    public DialogHold HoldOf(DialogName dialog) =>
        !_shard.Agent.TryFind(dialog.CallId, dialog.LocalTag, dialog.RemoteTag, out var agent) ? DialogHold.None
        : _legs.GetValueOrDefault(agent) is SignalledLeg { IsHandedOver: true } ? DialogHold.HandedOver
        : DialogHold.Held;

    /// <summary>Makes a call that lives in this shard.</summary>
    public EdgeCall Make(Contracts.Ids.CallId id) => new(id, _shard, this, _parts);

    /// <summary>A Call-ID of this shard, made of a random one.</summary>
    public string OwnCallId(string random) => _shards.OwnCallId(_shard.Number, random);

    /// <summary>Sends a request outside of any call; <paramref name="answered"/> gets the final response, whose message is gone afterwards.</summary>
    public void Ask(OutboundRequest request, Action<ResponseReceived> answered) => _questions[_shard.Agent.Request(request, _shard.Now)] = answered;

    /// <summary>Ends the subscriptions of the shard; any thread.</summary>
    public void CloseSubscriptions() => _shard.Post(_subscriptions.Close);

    public void Handle(SipEffect effect)
    {
        switch (effect)
        {
            case IncomingInvite invite:
                _invites.Receive(invite);
                break;
            case IncomingRequest { Message.Method: SipMethod.Subscribe } request:
                _subscriptions.Receive(request);
                break;
            case IncomingRequest request:
                _requests.Receive(request);
                break;
            case SubscriptionRefreshed refreshed:
                _subscriptions.Refreshed(refreshed);
                break;
            case SubscriptionEnded ended:
                _subscriptions.Ended(ended);
                break;
            case ResponseReceived response:
                if (_questions.Remove(response.Request, out var answered))
                {
                    answered(response);
                }

                break;
            case ForeignRequest foreign:
                _foreign.Receive(foreign);
                break;
            default:
                TellCall(effect);
                break;
        }
    }

    public void Recover(SipEffect effect)
    {
        switch (effect)
        {
            case IncomingInvite invite:
                _shard.Agent.Reject(invite.Leg, 500, null, _shard.Now);
                break;
            case IncomingRequest request:
                _shard.Agent.Respond(request.Request, 500, null, _shard.Now);
                break;
            case ForeignRequest { Request: var request } when request != default:
                _shard.Agent.Respond(request, 500, null, _shard.Now);
                break;
            case Offered offered:
                _shard.Agent.RefuseOffer(offered.Leg, 500, _shard.Now);
                break;
            case ReferRequested refer:
                _shard.Agent.AnswerRefer(refer.Leg, 500, _shard.Now);
                break;
            default:
                break;
        }
    }

    public void FlowClosed(long connection)
    {
        // Every shard hears of it; one tells the users.
        if (_shard.Number == 0)
        {
            foreach (var user in _parts.Flows.Take(connection))
            {
                _ = TellUserAsync(user, connection);
            }
        }
    }

    private void TellCall(SipEffect effect)
    {
        if (LegOf(effect) is { } agent && _legs.TryGetValue(agent, out var owner))
        {
            if (effect is Failed or Cancelled or Ended)
            {
                _legs.Remove(agent);
            }

            owner.Tell(effect);
        }
        else if (effect is Cancelled or Ended)
        {
            _invites.Over(LegOf(effect)!.Value);
        }
    }

    private bool Replace(AgentLeg agent, ILegOwner owner, ILegOwner by)
    {
        if (_legs.GetValueOrDefault(agent) != owner)
        {
            return false;
        }

        _legs[agent] = by;
        return true;
    }

    private static AgentLeg? LegOf(SipEffect effect) => effect switch
    {
        Progressed e => e.Leg,
        Answered e => e.Leg,
        Failed e => e.Leg,
        Confirmed e => e.Leg,
        Cancelled e => e.Leg,
        Ended e => e.Leg,
        Offered e => e.Leg,
        OfferAnswered e => e.Leg,
        OfferRefused e => e.Leg,
        OfferWithdrawn e => e.Leg,
        ReferRequested e => e.Leg,
        InfoReceived e => e.Leg,
        PingAnswered e => e.Leg,
        FlowLost e => e.Leg,
        Refreshed e => e.Leg,
        _ => null,
    };

    private async Task TellUserAsync(Contracts.Ids.UserId user, long connection)
    {
        await PoolThread.Enter();
        var backOff = new BackOff(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));
        for (var tries = 0; tries < 8; tries++)
        {
            try
            {
                using (TenantScope.Enter(user.Tenant.Value))
                {
                    await _parts.Grains.GetGrain<IUserGrain>(user.Key).FlowClosed(_parts.Identity.Edge, connection).ConfigureAwait(false);
                }

                return;
            }
            catch (Exception e) when (GrainFailure.IsTransient(e))
            {
                // The binding expires by itself if nobody can be told.
                _parts.Metrics.GrainFailed("flow");
                await Task.Delay(backOff.Next()).ConfigureAwait(false);
            }
        }
    }
}
