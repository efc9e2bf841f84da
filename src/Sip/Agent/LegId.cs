namespace RtcCluster.Sip.Agent;

/// <summary>A leg of one agent, never used twice by it. Default is no leg.</summary>
/// <param name="Value">The number.</param>
public readonly record struct LegId(long Value);
