using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>Somebody calls. The 100 is out; answer with Progress, Answer or Reject.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Message">The message; valid until the next input to the agent.</param>
/// <param name="Flow">Where it came from.</param>
/// <param name="Body">The offer; empty when the peer wants ours.</param>
/// <param name="MaxForwards">Hops left; a call made for this one gets one less.</param>
public sealed record IncomingInvite(LegId Leg, SipMessage Message, SipFlow Flow, ReadOnlyMemory<byte> Body, int MaxForwards) : SipEffect;
