using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>A request outside of any leg that the host answers with <see cref="SipAgent.Respond"/>.</summary>
/// <param name="Request">Which request.</param>
/// <param name="Message">The message; valid until the next input to the agent.</param>
/// <param name="Flow">Where it came from.</param>
/// <param name="Body">Its body.</param>
public sealed record IncomingRequest(RequestId Request, SipMessage Message, SipFlow Flow, ReadOnlyMemory<byte> Body) : SipEffect;
