using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Agent;

/// <summary>What a <see cref="SipAgent"/> is made with.</summary>
public sealed record SipAgentOptions
{
    /// <summary>The host's sockets. Requests without a flow leave by the first one of their transport.</summary>
    public required IReadOnlyList<SipListener> Listeners { get; init; }

    /// <summary>Host name or address for Via and Contact instead of the listener's; null when peers see the listener's own.</summary>
    public string? PublicAddress { get; init; }

    /// <summary>
    /// Which Call-IDs belong to this agent when the host runs several and shares messages out by Call-ID; null when it gets all. Calls and requests of
    /// its own get one of these.
    /// </summary>
    public Func<string, bool>? OwnsCallId { get; init; }

    /// <summary>T1, T2 and T4.</summary>
    public SipTimers Timers { get; init; } = SipTimers.Rfc3261;

    /// <summary>Value of User-Agent and Server.</summary>
    public string Product { get; init; } = "RtcCluster";

    /// <summary>Our accounts at trunks; null when we have none.</summary>
    public ISipCredentials? Credentials { get; init; }

    /// <summary>
    /// Transactions at one time; a further request gets 503. About 3 kB each, so the default bounds a flood at 300 MB. A call that was hung up leaves three of them for 64·T1
    /// and one for T4, which is about 100 at one call a second.
    /// </summary>
    public int MaxTransactions { get; init; } = 100_000;

    /// <summary>Legs of calls that go on, at one time; a further INVITE gets 503. Of those that have ended, twice as many stay for what comes late.</summary>
    public int MaxLegs { get; init; } = 20_000;

    /// <summary>The session interval that we ask for; zero to ask for none. RFC 4028 §4 recommends 30 minutes.</summary>
    public TimeSpan SessionInterval { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The shortest session interval that we accept. RFC 4028 §5: 90 s.</summary>
    public TimeSpan MinSessionInterval { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long an INVITE of ours may ring. RFC 3261 §16.6 wants timer C above 3 minutes.</summary>
    public TimeSpan MaxRinging { get; init; } = TimeSpan.FromSeconds(185);

    /// <summary>How long the host may take to answer a peer's re-INVITE, UPDATE or REFER before it is refused.</summary>
    public TimeSpan HostPatience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the subscription of a REFER lives. RFC 3515 §2.4.4.</summary>
    public TimeSpan ReferLifetime { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>Subscriptions at one time; a further SUBSCRIBE gets 503.</summary>
    public int MaxSubscriptions { get; init; } = 20_000;

    /// <summary>The shortest subscription that is served; a shorter one gets 423.</summary>
    public TimeSpan MinSubscription { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest, and what a subscriber gets that asks for none in particular.</summary>
    public TimeSpan MaxSubscription { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Value of Allow-Events: the packages that the host serves. RFC 6665 §8.2.2.</summary>
    public string AllowEvents { get; init; } = "dialog, presence";

    /// <summary>
    /// Whether a peer on UDP without Record-Route whose Contact is private, unlike the address that it sends from, is reached where it sends from: it is
    /// behind NAT.
    /// </summary>
    public bool SymmetricSignalling { get; init; } = true;

    /// <summary>What goes after 503 as Retry-After.</summary>
    public TimeSpan OverloadRetryAfter { get; init; } = TimeSpan.FromSeconds(10);
}
