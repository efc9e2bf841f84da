using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The peer answered our INVITE; the ACK is out unless the body is an offer.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Message">The message; valid until the next input to the agent.</param>
/// <param name="Body">The answer, or the offer when our INVITE had none; empty when the answer came reliably before.</param>
/// <param name="IsOffer">The body is an offer: give the answer with <see cref="SipAgent.AnswerOffer"/>, it goes out with the ACK.</param>
public sealed record Answered(LegId Leg, SipMessage Message, ReadOnlyMemory<byte> Body, bool IsOffer) : SipEffect;
