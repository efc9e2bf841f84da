namespace RtcCluster.Sip.Agent.Effects;

/// <summary>What the peer tells about the transfer that we asked for.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Code">Status code of the sipfrag.</param>
/// <param name="ReasonPhrase">Its text.</param>
/// <param name="Final">Whether it is the last word.</param>
public sealed record ReferProgressed(LegId Leg, int Code, string ReasonPhrase, bool Final) : SipEffect;
