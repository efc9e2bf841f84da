using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Agents;

/// <summary>A user at work in queues: a single slot that one caller of one queue can have. Key: <see cref="UserId"/>.</summary>
[Alias("rtc.IAgentGrain")]
public interface IAgentGrain : IGrainWithStringKey
{
    /// <summary>Changes what an administrator decides.</summary>
    [Alias("Configure"), ResponseTimeout("00:00:05")]
    Task<ConfigureReceipt> Configure(AgentSettings settings);

    /// <summary>Begins to work: takes calls from now on.</summary>
    [Alias("LogIn"), ResponseTimeout("00:00:05")]
    Task<AgentReceipt> LogIn();

    /// <summary>Stops working, after the call when there is one; <paramref name="force"/>: at once for the queues, the call itself goes on.</summary>
    [Alias("LogOut"), ResponseTimeout("00:00:05")]
    Task<AgentReceipt> LogOut(bool force);

    /// <summary>Takes no calls, after the present one when there is one.</summary>
    [Alias("Pause"), ResponseTimeout("00:00:05")]
    Task<AgentReceipt> Pause(string reason);

    /// <summary>Takes calls: ends a pause, a wrap-up or a rest, and takes back what was to come after the call.</summary>
    [Alias("Ready"), ResponseTimeout("00:00:05")]
    Task<AgentReceipt> Ready();

    /// <summary>Says what the last call, or the present one, came to.</summary>
    [Alias("SetDisposition"), ResponseTimeout("00:00:05")]
    Task<AgentReceipt> SetDisposition(string disposition);

    /// <summary>The user was deleted: works no more, and what is known of the work is forgotten.</summary>
    [Alias("Forget"), ResponseTimeout("00:00:10")]
    Task Forget();

    /// <summary>The agent talks in a call that comes of no queue, or no longer does.</summary>
    /// <returns>False for a user who has never worked in a queue.</returns>
    [Alias("Engaged"), ResponseTimeout("00:00:05")]
    Task<bool> Engaged(CallId call, bool ended);

    /// <summary>The agent talks in these calls that come of no queue, and in no others.</summary>
    [Alias("Engage"), ResponseTimeout("00:00:05")]
    Task Engage(ImmutableArray<CallId> calls);

    /// <summary>An edge has browsers of the agent: it is told of changes for two minutes (<see cref="IEdgeGrain.AgentChanged"/>), unless it says so again.</summary>
    /// <returns>How the agent is; null for a user who serves no queue and is not logged in.</returns>
    [Alias("Watch"), ResponseTimeout("00:00:05")]
    Task<AgentChange?> Watch(EdgeId edge);

    /// <summary>The agent on a wallboard; null for a user who serves no queue and is not logged in.</summary>
    [Alias("Glance"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<AgentChange?> Glance();

    /// <summary>The agent now.</summary>
    [Alias("View"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<AgentView> View();
}
