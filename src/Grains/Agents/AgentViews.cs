using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;

namespace RtcCluster.Grains.Agents;

/// <summary>The agent as people see it.</summary>
internal static class AgentViews
{
    /// <summary>The view at a moment; a pause that goes on counts up to it.</summary>
    public static AgentView Of(AgentState state, DateTimeOffset now)
    {
        var paused = state.PausedSeconds.ToImmutableDictionary();
        if (state.Status == AgentStatus.Paused)
        {
            paused = paused.SetItem(state.Reason ?? "", paused.GetValueOrDefault(state.Reason ?? "") + (long)(now - state.Since).TotalSeconds);
        }

        return new AgentView(
            state.Id,
            state.Status,
            state.Since,
            state.Reason,
            state.Next,
            state.Slot?.Queue,
            state.Slot?.Offer,
            [.. state.Links.Where(link => link.Serves).Select(link => link.Queue).OrderBy(queue => Reserving.Rank(state, queue))],
            state.Calls,
            state.Misses,
            paused,
            state.Settings,
            state.Until);
    }
}
