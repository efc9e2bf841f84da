using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>What an agent is to do from now on.</summary>
public sealed record AgentStateChange
{
    /// <summary>Take calls, take none, or do not work.</summary>
    [Required]
    public required AgentWish? State { get; init; }

    /// <summary>Why paused.</summary>
    [StringLength(64)]
    public string? Reason { get; init; }

    /// <summary>True: the agent is logged out at once for the queues; a call goes on.</summary>
    public bool Force { get; init; }
}

/// <summary>What an agent may be told to do.</summary>
public enum AgentWish
{
    /// <summary>Log in when logged out, and take calls.</summary>
    Ready,

    /// <summary>Take no calls, after the present one when there is one.</summary>
    Paused,

    /// <summary>Stop working, after the call when there is one.</summary>
    LoggedOut,
}

/// <summary>What became of it.</summary>
/// <param name="AfterCall">True when it will be so after the call.</param>
/// <param name="Agent">The agent now.</param>
internal sealed record AgentStateReceipt(bool AfterCall, AgentModel Agent);
