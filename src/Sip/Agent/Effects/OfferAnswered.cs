namespace RtcCluster.Sip.Agent.Effects;

/// <summary>Our offer (re-INVITE, UPDATE, reliable provisional response) was answered.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Body">The answer; empty when it was a session refresh without one.</param>
public sealed record OfferAnswered(LegId Leg, ReadOnlyMemory<byte> Body) : SipEffect;
