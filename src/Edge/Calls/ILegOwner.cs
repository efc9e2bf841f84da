using RtcCluster.Sip.Agent.Effects;

namespace RtcCluster.Edge.Calls;

/// <summary>Whom a leg of the SIP agent belongs to. Lives in the shard of the leg's dialog.</summary>
internal interface ILegOwner
{
    /// <summary>Something happened to the leg; after its end nothing more comes.</summary>
    void Tell(SipEffect effect);
}
