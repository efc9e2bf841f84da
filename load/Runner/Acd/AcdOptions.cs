namespace RtcCluster.Load.Runner.Acd;

/// <summary>What a run of <c>acd</c> does.</summary>
internal sealed record AcdOptions
{
    /// <summary>Agents.</summary>
    public required int Agents { get; init; }

    /// <summary>Queues; an agent serves one of them.</summary>
    public required int Queues { get; init; }

    /// <summary>Calls each second.</summary>
    public required double Rate { get; init; }

    /// <summary>How long calls come, after the warm-up.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How long calls come before any is counted.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long a caller and an agent talk.</summary>
    public required TimeSpan Talk { get; init; }

    /// <summary>What an agent does after it.</summary>
    public required TimeSpan WrapUp { get; init; }

    /// <summary>A server that runs: its edges' web addresses, over which people are spread; none starts one.</summary>
    public required IReadOnlyList<Uri> Targets { get; init; }

    /// <summary>Its processes, when they are on this machine.</summary>
    public required IReadOnlyList<int> Processes { get; init; }

    /// <summary>The processor that a server of the run's own is bound to; null for all.</summary>
    public required int? Processor { get; init; }

    /// <summary>Who makes users and queues.</summary>
    public required string Administrator { get; init; }

    /// <summary>The administrator's password.</summary>
    public required string Password { get; init; }

    /// <summary>Where the figures go as JSON.</summary>
    public required FileInfo? Json { get; init; }

    /// <summary>Whether targets beyond loopback are allowed.</summary>
    public required bool BeyondLoopback { get; init; }

    /// <summary>Telephones that call; each has many calls at once.</summary>
    public int Callers => Math.Clamp((int)(Rate / 2), 1, 100);
}
