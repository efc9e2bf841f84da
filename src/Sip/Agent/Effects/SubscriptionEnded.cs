using RtcCluster.Sip.Agent.Subscriptions;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>A subscription is over and forgotten: told once for each, but not for one that the host ended itself.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Code">0 when it ran out or was ended by its subscriber; else the status code that answered a NOTIFY, 408 or 503 for none.</param>
public sealed record SubscriptionEnded(SubscriptionId Subscription, int Code) : SipEffect;
