using RtcCluster.Contracts.Incidents;

namespace RtcCluster.Grains.Incidents;

/// <summary>What outlives an activation of a company's watch: what is counted for days. What is counted for minutes begins anew.</summary>
[GenerateSerializer, Alias("rtc.state.Incidents")]
internal sealed class IncidentMemory
{
    /// <summary>When the company first called outside; null while it has not.</summary>
    [Id(0)]
    public DateTimeOffset? Since { get; set; }

    /// <summary>When each country was called last, to the day.</summary>
    [Id(1)]
    public Dictionary<string, DateTimeOffset> Countries { get; set; } = [];

    /// <summary>Where each user signed in last, where that is known.</summary>
    [Id(2)]
    public Dictionary<string, Whereabouts> Places { get; set; } = [];
}

/// <summary>Where somebody was.</summary>
/// <param name="At">When.</param>
/// <param name="Place">Where.</param>
[GenerateSerializer, Immutable, Alias("rtc.state.Whereabouts")]
internal sealed record Whereabouts([property: Id(0)] DateTimeOffset At, [property: Id(1)] Place Place);
