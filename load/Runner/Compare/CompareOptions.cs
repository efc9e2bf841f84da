namespace RtcCluster.Load.Runner.Compare;

/// <summary>What is compared, and how long.</summary>
internal sealed record CompareOptions
{
    /// <summary>The pairs that are run, in this order.</summary>
    public required IReadOnlyList<string> Only { get; init; }

    /// <summary>The processor of the server.</summary>
    public required int ServerProcessor { get; init; }

    /// <summary>The processor of the load.</summary>
    public required int LoadProcessor { get; init; }

    /// <summary>How long one measurement takes.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>How long a server of ours is loaded before anything counts: a process that has just begun compiles.</summary>
    public required TimeSpan WarmUp { get; init; }

    /// <summary>Calls a second at which their cost is compared.</summary>
    public required double CallRate { get; init; }

    /// <summary>Registrations a second at which their cost is compared.</summary>
    public required double RegisterRate { get; init; }

    /// <summary>Packets a second at which their cost is compared.</summary>
    public required double PacketRate { get; init; }

    /// <summary>Calls whose packets are relayed.</summary>
    public required int Flows { get; init; }

    /// <summary>Agents at the hub.</summary>
    public required int Agents { get; init; }

    /// <summary>Calls after which memory is looked at the second time; the first is after a hundredth of them.</summary>
    public required int MemoryCalls { get; init; }

    /// <summary>Whether the highest clean rates are looked for.</summary>
    public required bool Maxima { get; init; }

    /// <summary>Processors that others may use before the machine counts as busy.</summary>
    public required double Quiet { get; init; }

    /// <summary>Whether a busy machine ends the run with a verdict of its own.</summary>
    public required bool FailsWhenBusy { get; init; }

    /// <summary>Folder for report.html, report.md and report.json; null for none.</summary>
    public DirectoryInfo? Out { get; init; }
}
