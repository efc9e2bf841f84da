using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>What can happen to an agent.</summary>
internal abstract record AgentInput
{
    /// <summary>An administrator decided.</summary>
    public sealed record Configured(AgentSettings Settings) : AgentInput;

    /// <summary>The agent begins to work.</summary>
    public sealed record LoggedIn : AgentInput;

    /// <summary>The agent stops working, after the call or, by force, at once.</summary>
    public sealed record LoggedOut(bool Force) : AgentInput;

    /// <summary>The agent takes no calls.</summary>
    public sealed record Paused(string Reason) : AgentInput;

    /// <summary>The agent takes calls.</summary>
    public sealed record Ready : AgentInput;

    /// <summary>The agent says what the call came to.</summary>
    public sealed record Disposed(string Disposition) : AgentInput;

    /// <summary>The agent talks in a call that comes of no queue, or no longer does.</summary>
    public sealed record Engaged(CallId Call, bool Ended) : AgentInput;

    /// <summary>The agent talks in these calls that come of no queue, and in no others.</summary>
    public sealed record EngagedIn(ImmutableArray<CallId> Calls) : AgentInput;

    /// <summary>A queue said something.</summary>
    public sealed record Ordered(AgentOrder Order) : AgentInput;

    /// <summary>Something may be due.</summary>
    public sealed record DeadlineReached : AgentInput;

    /// <summary>The agent was read from the store, or is made, by a new activation.</summary>
    public sealed record Activated(UserId Id) : AgentInput;
}
