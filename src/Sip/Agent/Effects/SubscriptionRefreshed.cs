using RtcCluster.Sip.Agent.Subscriptions;

namespace RtcCluster.Sip.Agent.Effects;

/// <summary>The subscriber asks to go on, or for the last time: the host gives the whole state to <see cref="SipAgent.Notify"/> now. RFC 6665 §4.2.1.2.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="Left">How long it lives now; zero when the next NOTIFY is its last.</param>
public sealed record SubscriptionRefreshed(SubscriptionId Subscription, TimeSpan Left) : SipEffect;
