namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The session was refreshed by either side (RFC 4028): the peer lives.</summary>
/// <param name="Leg">The leg.</param>
public sealed record Refreshed(LegId Leg) : SipEffect;
