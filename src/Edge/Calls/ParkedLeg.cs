using System.Net;
using RtcCluster.Sip.Agent.Effects;
using AgentLeg = RtcCluster.Sip.Agent.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>A leg that one call has given up and no other has taken yet. Lives in the shard of its dialog.</summary>
/// <param name="home">The shard of its dialog.</param>
/// <param name="agent">The leg in that shard's SIP agent.</param>
/// <param name="isIncoming">Whether the party called us.</param>
/// <param name="source">Where its signalling comes from, when that is known.</param>
/// <param name="isEstablished">Whether it was answered.</param>
/// <param name="isOfferless">Whether its INVITE had no offer.</param>
internal sealed class ParkedLeg(CallBridge home, AgentLeg agent, bool isIncoming, IPEndPoint? source, bool isEstablished, bool isOfferless) : ILegOwner
{
    // RFC 3261 §21.4.27: the party asks again in a moment, when there is a call to answer it.
    private const int RequestPending = 491;

    /// <summary>The shard of its dialog.</summary>
    public CallBridge Home => home;

    /// <summary>The leg in that shard's SIP agent.</summary>
    public AgentLeg Agent => agent;

    /// <summary>Whether the party called us.</summary>
    public bool IsIncoming => isIncoming;

    /// <summary>Where its signalling comes from, when that is known.</summary>
    public IPEndPoint? Source => source;

    /// <summary>Whether it was answered; one that was not waits for that.</summary>
    public bool IsEstablished => isEstablished;

    /// <summary>Whether its INVITE had no offer.</summary>
    public bool IsOfferless => isOfferless;

    public void Tell(SipEffect effect)
    {
        switch (effect)
        {
            case Offered:
                home.Shard.Agent.RefuseOffer(agent, RequestPending, home.Shard.Now);
                break;
            case ReferRequested:
                home.Shard.Agent.AnswerRefer(agent, RequestPending, home.Shard.Now);
                break;
            default:
                // Its end: whoever comes for it finds that it has gone.
                break;
        }
    }
}
