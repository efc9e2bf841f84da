using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>An in-dialog request of a leg that is not ours. The host passes it to its owner, adopts the leg and gives the message again, or answers 481.</summary>
/// <param name="Request">Which request; default for an ACK, which nobody answers.</param>
/// <param name="Message">The message; valid until the next input to the agent.</param>
/// <param name="Flow">Where it came from.</param>
/// <param name="Token">The leg token in the tag that we gave (To tag up to the first dot); empty when it has none.</param>
public sealed record ForeignRequest(RequestId Request, SipMessage Message, SipFlow Flow, string Token) : SipEffect;
