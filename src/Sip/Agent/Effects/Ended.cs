namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The leg is over, in any other way than Failed and Cancelled say.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="End">How.</param>
public sealed record Ended(LegId Leg, LegEnd End) : SipEffect;
