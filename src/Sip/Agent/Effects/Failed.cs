namespace RtcCluster.Sip.Agent.Effects;

/// <summary>Our INVITE failed; the leg is over.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="End">How.</param>
/// <param name="Contacts">Where a 3xx points to; else empty.</param>
public sealed record Failed(LegId Leg, LegEnd End, IReadOnlyList<string> Contacts) : SipEffect;
