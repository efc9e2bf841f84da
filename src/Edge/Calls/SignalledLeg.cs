using RtcCluster.Contracts.Ids;
using AgentLeg = RtcCluster.Sip.Agent.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>A leg that this edge signals. Lives in its SIP shard.</summary>
/// <param name="leg">The leg in the call.</param>
/// <param name="agent">The leg in the SIP agent.</param>
/// <param name="isIncoming">Whether the party called us.</param>
internal sealed class SignalledLeg(LegId leg, AgentLeg agent, bool isIncoming)
{
    /// <summary>The leg in the call.</summary>
    public LegId Leg => leg;

    /// <summary>The leg in the SIP agent.</summary>
    public AgentLeg Agent => agent;

    /// <summary>Whether the party called us.</summary>
    public bool IsIncoming => isIncoming;

    /// <summary>Answered, in either direction.</summary>
    public bool IsEstablished { get; set; }

    /// <summary>A command ended it: its end is no news to the call.</summary>
    public bool EndedByCommand { get; set; }

    /// <summary>The agent has let go of it.</summary>
    public bool IsOver { get; set; }

    /// <summary>Whether our INVITE went out without an offer, or the party's came without one.</summary>
    public bool IsOfferless { get; set; }

    /// <summary>Number of the last REFER that the party sent.</summary>
    public int LastRefer { get; set; }

    /// <summary>Whether media is missing and only the signalling says that the party lives.</summary>
    public bool MediaIsSilent { get; set; }
}
