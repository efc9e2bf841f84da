namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The answer to <see cref="SipAgent.Ping"/>.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Code">Status code; 408 for no answer.</param>
public sealed record PingAnswered(LegId Leg, int Code) : SipEffect;
