using RtcCluster.Sip.Agent.Effects;

namespace RtcCluster.Edge.Sip;

/// <summary>Who decides what becomes of a shard's effects; called on the shard's thread.</summary>
internal interface ISipShardUser
{
    /// <summary>An effect that is about a call or a request, not about the transport.</summary>
    void Handle(SipEffect effect);

    /// <summary>The handling of an effect threw: answer what can still be answered.</summary>
    void Recover(SipEffect effect);

    /// <summary>A connection is closed; the agent knows already.</summary>
    void FlowClosed(long connection);
}
