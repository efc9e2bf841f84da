namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The ACK of our 2xx came: the leg is established.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Body">The answer to the offer in our 2xx; else empty.</param>
public sealed record Confirmed(LegId Leg, ReadOnlyMemory<byte> Body) : SipEffect;
