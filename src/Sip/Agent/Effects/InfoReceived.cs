namespace RtcCluster.Sip.Agent.Effects;

/// <summary>An INFO with a body that we know (DTMF); it is answered.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="ContentType">Type of the body.</param>
/// <param name="Body">The body.</param>
public sealed record InfoReceived(LegId Leg, string ContentType, ReadOnlyMemory<byte> Body) : SipEffect;
