namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>What a run of <c>callback</c> does.</summary>
internal sealed record CallBacksOptions
{
    /// <summary>People who call.</summary>
    public required int Callers { get; init; }

    /// <summary>The share of them who press 1 when they wait, 0 to 1.</summary>
    public required double Take { get; init; }

    /// <summary>Agents who serve them.</summary>
    public required int Agents { get; init; }

    /// <summary>How long a talk lasts.</summary>
    public required TimeSpan Talk { get; init; }

    /// <summary>How often the server is killed, at moments that the seed chooses.</summary>
    public required int Kills { get; init; }

    /// <summary>Chooses who presses, how long everybody takes, and when the server dies.</summary>
    public required int Seed { get; init; }
}
