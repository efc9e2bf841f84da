namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The answer to our REFER.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Code">Status code; 2xx is accepted.</param>
/// <param name="ReasonPhrase">Its text.</param>
public sealed record ReferAnswered(LegId Leg, int Code, string ReasonPhrase) : SipEffect;
