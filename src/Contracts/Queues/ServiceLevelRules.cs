namespace RtcCluster.Contracts.Queues;

/// <summary>What counts as served well.</summary>
[GenerateSerializer, Immutable, Alias("rtc.ServiceLevelRules")]
public sealed record ServiceLevelRules
{
    /// <summary>Calls answered within this time are served well. 1 s to 1 h.</summary>
    [Id(0)]
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Who hangs up before this time is a short abandon. Zero to 1 minute.</summary>
    [Id(1)]
    public TimeSpan ShortAbandon { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What the served are compared with.</summary>
    [Id(2)]
    public ServiceLevelFormula Formula { get; init; }
}

/// <summary>The two formulas of the service level; both count the calls answered within the time.</summary>
[GenerateSerializer, Alias("rtc.ServiceLevelFormula")]
public enum ServiceLevelFormula
{
    /// <summary>Of all that were answered or hung up, but for short abandons.</summary>
    WithoutShortAbandons = 0,

    /// <summary>Of all that were answered or hung up.</summary>
    OfAll = 1,
}
