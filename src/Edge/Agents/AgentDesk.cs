using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Edge.Agents;

/// <summary>Takes what agents want, by whatever door it comes.</summary>
internal sealed class AgentDesk(IGrainFactory grains)
{
    /// <summary>The agent shall do something; after the call when there is one.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="wish">What.</param>
    /// <param name="reason">Why paused.</param>
    /// <param name="force">Logged out at once for the queues; the call itself goes on.</param>
    public async Task<AgentReceipt> WishAsync(UserId agent, AgentWish wish, string? reason, bool force)
    {
        var grain = grains.GetGrain<IAgentGrain>(agent.Key);
        return wish switch
        {
            AgentWish.Ready when await grain.View() is { Status: AgentStatus.LoggedOut } or { Next: AgentStatus.LoggedOut } => await BeginAsync(agent, grain),
            AgentWish.Ready => await grain.Ready(),
            AgentWish.Paused => await grain.Pause(reason ?? ""),
            _ => await grain.LogOut(force),
        };
    }

    /// <summary>What the last call, or the present one, came to.</summary>
    public Task<AgentReceipt> DisposeAsync(UserId agent, string disposition) => grains.GetGrain<IAgentGrain>(agent.Key).SetDisposition(disposition);

    // Calls of the agent that come of no queue keep the queues from offering another.
    private async Task<AgentReceipt> BeginAsync(UserId agent, IAgentGrain grain)
    {
        await grains.GetGrain<IUserGrain>(agent.Key).BeginWork();
        return await grain.LogIn();
    }
}
