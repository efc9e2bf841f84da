namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The connection that a leg was signalled by is closed. The leg lives; its next request opens a new one.</summary>
/// <param name="Leg">The leg.</param>
public sealed record FlowLost(LegId Leg) : SipEffect;
