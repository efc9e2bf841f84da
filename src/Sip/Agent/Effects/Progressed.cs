namespace RtcCluster.Sip.Agent.Effects;

/// <summary>A provisional response (101 to 199) to our INVITE.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Code">Status code.</param>
/// <param name="ReasonPhrase">Its text.</param>
/// <param name="Body">Early media's SDP, or empty.</param>
/// <param name="Tag">Which branch of a forked call.</param>
/// <param name="Reliable">Whether it came reliably (RFC 3262), so that its body counts as answer.</param>
public sealed record Progressed(LegId Leg, int Code, string ReasonPhrase, ReadOnlyMemory<byte> Body, string Tag, bool Reliable) : SipEffect;
