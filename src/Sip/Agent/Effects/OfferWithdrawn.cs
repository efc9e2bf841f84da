namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The peer withdrew the offer that the host has not answered yet; what was agreed before stays.</summary>
/// <param name="Leg">The leg.</param>
public sealed record OfferWithdrawn(LegId Leg) : SipEffect;
