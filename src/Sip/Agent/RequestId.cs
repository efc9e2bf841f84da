namespace RtcCluster.Sip.Agent;

/// <summary>A request outside of a leg, incoming or outgoing, never used twice by its agent. Default is no request.</summary>
/// <param name="Value">The number.</param>
public readonly record struct RequestId(long Value);
