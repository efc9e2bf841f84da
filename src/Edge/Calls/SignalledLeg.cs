using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using AgentLeg = RtcCluster.Sip.Agent.LegId;
using LegId = RtcCluster.Contracts.Ids.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>A leg that this edge signals. Lives in its call's SIP shard.</summary>
/// <remarks>
/// Its dialog lives in the shard that its Call-ID falls to. That is the call's own, unless the leg came over from another call: then commands and
/// news travel between the two shards, in order.
/// </remarks>
/// <param name="call">The call.</param>
/// <param name="leg">The leg in the call.</param>
/// <param name="home">The shard of its dialog.</param>
/// <param name="agent">The leg in that shard's SIP agent.</param>
/// <param name="isIncoming">Whether the party called us.</param>
internal sealed class SignalledLeg(EdgeCall call, LegId leg, CallBridge home, AgentLeg agent, bool isIncoming) : ILegOwner
{
    /// <summary>The leg in the call.</summary>
    public LegId Leg => leg;

    /// <summary>The leg and its call.</summary>
    public NamedLeg Name => new(call.Id, leg);

    /// <summary>The shard of its dialog.</summary>
    public CallBridge Home => home;

    /// <summary>The leg in that shard's SIP agent.</summary>
    public AgentLeg Agent => agent;

    /// <summary>Whether the party called us.</summary>
    public bool IsIncoming => isIncoming;

    /// <summary>Where its signalling comes from; null when that is not known.</summary>
    public IPEndPoint? Source { get; set; }

    /// <summary>Answered, in either direction.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>A command ended it: its end is no news to the call.</summary>
    public bool EndedByCommand { get; set; }

    /// <summary>Another edge takes it over: what would change it is answered with "later". Its home's thread only.</summary>
    public bool IsHandedOver { get; set; }

    /// <summary>The agent has let go of it, or another call has it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether our INVITE went out without an offer, or the party's came without one.</summary>
    public bool IsOfferless { get; set; }

    /// <summary>Number of the last REFER that the party sent.</summary>
    public int LastRefer { get; set; }

    /// <summary>Whether media is missing and only the signalling says that the party lives.</summary>
    public bool MediaIsSilent { get; set; }

    /// <summary>Does something with its dialog, now or in the dialog's own shard.</summary>
    public void Do(Action<SipAgent, long> work)
    {
        if (ReferenceEquals(home.Shard, call.Shard))
        {
            work(home.Shard.Agent, home.Shard.Now);
        }
        else
        {
            home.Shard.Post(() => work(home.Shard.Agent, home.Shard.Now));
        }
    }

    /// <summary>Does something with its call, from the dialog's shard.</summary>
    public void OnCall(Action<EdgeCall> work)
    {
        if (ReferenceEquals(home.Shard, call.Shard))
        {
            work(call);
        }
        else
        {
            call.Shard.Post(() => work(call));
        }
    }

    public void Tell(SipEffect effect) => LegNews.Tell(this, effect);
}
