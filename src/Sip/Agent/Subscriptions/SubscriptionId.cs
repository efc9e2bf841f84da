namespace RtcCluster.Sip.Agent.Subscriptions;

/// <summary>A subscription that one agent serves, never used twice by it. Default is no subscription.</summary>
/// <param name="Value">The number.</param>
public readonly record struct SubscriptionId(long Value);
