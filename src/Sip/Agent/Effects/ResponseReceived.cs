using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>A response to a request that the host made outside of a leg.</summary>
/// <param name="Request">Which request.</param>
/// <param name="Code">Status code; 408 for no answer, 503 for a failed transport.</param>
/// <param name="Message">The response, valid until the next input to the agent; null when there was none.</param>
public sealed record ResponseReceived(RequestId Request, int Code, SipMessage? Message) : SipEffect;
