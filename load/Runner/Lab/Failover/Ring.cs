namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>An agent's own account of one call that rang. Times are of the stopwatch.</summary>
/// <param name="agent">The agent.</param>
/// <param name="call">The call.</param>
/// <param name="rangAt">When it rang.</param>
internal sealed class Ring(string agent, string call, long rangAt)
{
    /// <summary>The agent.</summary>
    public string Agent => agent;

    /// <summary>The call.</summary>
    public string Call => call;

    /// <summary>When it rang.</summary>
    public long RangAt => rangAt;

    /// <summary>When both were connected; null when the call was withdrawn.</summary>
    public long? ConnectedAt { get; set; }

    /// <summary>When it was over for the agent: told so, or the hang-up accepted; the end of time until then.</summary>
    public long OverAt { get; set; } = long.MaxValue;
}
