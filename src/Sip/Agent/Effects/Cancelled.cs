namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The caller gave up before an answer; the 487 is out and the leg is over.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="End">How; code 487.</param>
public sealed record Cancelled(LegId Leg, LegEnd End) : SipEffect;
