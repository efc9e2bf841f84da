namespace RtcCluster.Sip.Agent.Effects;

/// <summary>Our offer was refused; what was agreed before stays.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Code">Status code; 408 for no answer.</param>
/// <param name="ReasonPhrase">Its text.</param>
public sealed record OfferRefused(LegId Leg, int Code, string ReasonPhrase) : SipEffect;
