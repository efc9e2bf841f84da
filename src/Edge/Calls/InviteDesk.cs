using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Storage.Directory;
using AgentLeg = RtcCluster.Sip.Agent.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>Takes INVITEs that begin a call: who calls is established, then the call's grain is offered the leg. Lives in its SIP shard.</summary>
internal sealed class InviteDesk(SipShard shard, CallBridge bridge, SipGate gate, EdgeParts parts)
{
    private static readonly TimeSpan OfferPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AbandonedLife = TimeSpan.FromMinutes(2);

    private readonly HashSet<AgentLeg> _waiting = [];

    /// <summary>An INVITE came; the 100 is out.</summary>
    public void Receive(IncomingInvite invite)
    {
        if (parts.IsDraining() || !parts.Lease.IsHeld || parts.Calls.Active >= parts.Edge.MaxCalls)
        {
            parts.Metrics.SipRefused(parts.IsDraining() ? "draining" : "full");
            Refuse(invite.Leg, gate.Unavailable());
            return;
        }

        var facts = InviteFacts.Of(invite);
        if (!parts.Admission.MayBegin(facts.Dialled))
        {
            // Before anybody is asked who calls: what is refused costs next to nothing.
            parts.Metrics.SipRefused("overload");
            Refuse(invite.Leg, gate.Unavailable());
            return;
        }

        _waiting.Add(invite.Leg);
        _ = JudgeAsync(invite.Leg, invite.Flow, invite.MaxForwards, facts);
    }

    /// <summary>The caller gave up before the call was offered.</summary>
    public void Over(AgentLeg leg) => _waiting.Remove(leg);

    private async Task JudgeAsync(AgentLeg leg, SipFlow flow, int maxForwards, InviteFacts facts)
    {
        var verdict = await gate.JudgeAsync(facts.Raw, flow.Remote, mayBeTrunk: !flow.IsWebSocket, proxy: true).ConfigureAwait(false);
        shard.Post(() =>
        {
            if (!_waiting.Remove(leg))
            {
                return;
            }

            if (verdict.Code != 0)
            {
                Refuse(leg, verdict);
            }
            else if (facts.Dialled.Length == 0)
            {
                Refuse(leg, SipVerdict.Answer(484));
            }
            else
            {
                Offer(leg, flow, maxForwards, facts, verdict);
            }
        });
    }

    private void Offer(AgentLeg leg, SipFlow flow, int maxForwards, InviteFacts facts, SipVerdict verdict)
    {
        var caller = verdict.Account is { } account ? PartyOf(account) : PartyOf(verdict.Trunk!, facts);
        var tenant = new TenantId(verdict.Account?.TenantId ?? verdict.Trunk!.TenantId);
        var at = parts.Clock.Utc;
        var call = parts.Calls.FindOrAdd(new CallId(tenant, CallNames.New(at)), bridge.Make);
        call.MaxForwards = maxForwards - 1;
        call.Reporter.IsHeld = true;
        call.Signalling.AddIncoming(leg, flow.Remote, facts.Sdp is null);
        var offer = new CallOffer
        {
            Edge = parts.Identity.Edge,
            EdgeName = parts.Identity.Name,
            Caller = caller,
            Dialled = facts.Dialled,
            Sdp = facts.Sdp,
            SignallingId = facts.CallId,
            Source = flow.Remote.ToString(),
            At = at,
            AnchorsMedia = parts.MediaSettings.Anchors,
            Transport = DialTargets.NameOf(TakesKeys(flow, facts) ? SipTransport.Tls : flow.Transport),
            RequireSrtp = verdict.Account?.User.RequireSrtp ?? verdict.Trunk!.RequireSrtp,
        };
        _ = OfferAsync(call, leg, offer);
    }

    // Keys for SRTP are believed where nobody reads them on their way; what comes from who measures this server never leaves the machine.
    private bool TakesKeys(SipFlow flow, InviteFacts facts) =>
        parts.Bench is { } bench && bench.Source.Equals(flow.Remote.Address) && facts.Sdp?.Contains("a=crypto:", StringComparison.Ordinal) == true;

    private async Task OfferAsync(EdgeCall call, AgentLeg leg, CallOffer offer)
    {
        using var span = call.Spans.Begin("INVITE");
        var isOffered = false;
        try
        {
            using var pending = parts.Admission.Begin();
            await parts.Lease.TrackAsync(call.Id).WaitAsync(OfferPatience).ConfigureAwait(false);
            isOffered = true;
            var receipt = await OfferAsync(call.Id, offer).ConfigureAwait(false);
            shard.Post(() => Accepted(call, receipt));
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            parts.Metrics.GrainFailed("offer");
            shard.Post(() => Abandon(call, leg));
            if (isOffered)
            {
                _ = UnknownOffer.SettleAsync(parts, call.Id);
            }
        }
    }

    private async Task<CallReceipt> OfferAsync(CallId call, CallOffer offer)
    {
        await PoolThread.Enter();
        using (TenantScope.Enter(call.Tenant.Value))
        {
            var grain = parts.Grains.GetGrain<ICallGrain>(call.Key);
            try
            {
                return await grain.Offer(offer).ConfigureAwait(false);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException or Orleans.Runtime.SiloUnavailableException or Orleans.Runtime.OrleansMessageRejectionException)
            {
                // The silo that was to hold the call is gone, or the one that knew where it is:
                // a look-up in the directory that is given up comes as a cancellation. The next attempt finds another. The call id makes the second one harmless.
                return await grain.Offer(offer).ConfigureAwait(false);
            }
        }
    }

    private static void Accepted(EdgeCall call, CallReceipt receipt)
    {
        if (receipt.Refusal is { } refusal)
        {
            // It also comes as a command; whichever is first answers the caller.
            call.CarrySignalling(new RejectLeg(Contracts.Ids.LegId.First, refusal));
        }

        call.Know(receipt.Epoch);
        call.Speak();
    }

    /// <summary>
    /// The call cannot be had now. Whether the grain took the offer before it failed is not known: if commands come, the event that the leg is
    /// over answers them.
    /// </summary>
    private void Abandon(EdgeCall call, AgentLeg leg)
    {
        parts.Metrics.SipRefused("unavailable");
        Refuse(leg, gate.Unavailable());
        call.Speak();
        shard.After(AbandonedLife, call.DropSilently);
    }

    private void Refuse(AgentLeg leg, SipVerdict verdict) => shard.Agent.Reject(leg, verdict.Code, null, shard.Now, verdict.Headers);

    private static Party PartyOf(SipAccount account) =>
        new(account.User.Extension ?? account.Username, account.User.DisplayName, new UserId(new TenantId(account.TenantId), account.User.Name));

    /// <summary>A trunk's word is taken: what it asserts, else its From.</summary>
    private static Party PartyOf(Trunk trunk, InviteFacts facts)
    {
        var number = facts.AssertedNumber is { Length: > 0 } asserted ? asserted : facts.FromNumber;
        return new Party(
            number.Length > 0 ? number : "anonymous", facts.AssertedName ?? facts.FromName, Trunk: new TrunkId(new TenantId(trunk.TenantId), trunk.Name));
    }
}
