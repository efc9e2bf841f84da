using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The peer offers anew (re-INVITE, UPDATE or PRACK): answer with <see cref="SipAgent.AnswerOffer"/> or <see cref="SipAgent.RefuseOffer"/>.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Method">By which request.</param>
/// <param name="Body">The offer; empty when the peer wants ours (re-INVITE without body).</param>
public sealed record Offered(LegId Leg, SipMethod Method, ReadOnlyMemory<byte> Body) : SipEffect;
