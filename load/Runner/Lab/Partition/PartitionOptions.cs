using System.Text.Json.Serialization;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>What a run of <c>lab partition</c> does.</summary>
internal sealed record PartitionOptions
{
    /// <summary>Silos of the greater side; the smaller one has one.</summary>
    public required int Silos { get; init; }

    /// <summary>What is cut.</summary>
    public required PartitionCut Cut { get; init; }

    /// <summary>For how long.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>Calls of two telephones of each of the four kinds: both at the greater side, both at the smaller one, and across in either direction.</summary>
    public required int Calls { get; init; }

    /// <summary>Agents of the one queue at each side, and people who call it again and again.</summary>
    public required int Agents { get; init; }

    /// <summary>Chooses moments.</summary>
    public required int Seed { get; init; }

    /// <summary>Where the figures go too.</summary>
    [JsonIgnore]
    public FileInfo? Json { get; init; }
}

/// <summary>What is cut between the two sides.</summary>
internal enum PartitionCut
{
    /// <summary>The smaller side is alone: it reaches neither the other side nor the stores.</summary>
    Alone,

    /// <summary>The sides do not reach each other, and both reach the stores.</summary>
    Members,
}
