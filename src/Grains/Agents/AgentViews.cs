using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Directory;

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
            [.. Queues(state)],
            state.Calls,
            state.Misses,
            paused,
            state.Settings,
            state.Until);
    }

    /// <summary>The agent on a screen.</summary>
    /// <param name="state">The agent.</param>
    /// <param name="user">The user, as the directory knows them.</param>
    public static AgentCard Card(AgentState state, DirectoryUser? user)
    {
        var slot = state.Status switch { AgentStatus.WrapUp => state.Finished, AgentStatus.Reserved => null, _ => state.Slot };
        return new AgentCard(
            state.Id.Name,
            user?.DisplayName ?? state.Id.Name,
            user?.Extension,
            state.Status == AgentStatus.Reserved ? AgentStatus.Available : state.Status,
            state.Since,
            state.Reason,
            state.Next,
            state.NextReason,
            slot?.Queue.Name,
            state.Slot?.Call?.Name ?? state.Engagements.Select(call => call.Name).Order(StringComparer.Ordinal).FirstOrDefault(),
            state.Until,
            state.Status is AgentStatus.OnCall or AgentStatus.WrapUp ? state.Disposition : null,
            [.. slot?.WrapUp?.Dispositions ?? []],
            slot?.WrapUp?.DispositionRequired is true,
            [.. state.Settings.PauseReasons],
            state.Calls,
            state.Misses,
            [.. Queues(state).Select(queue => queue.Name)],
            state.Engagements.Count > 0);
    }

    private static IEnumerable<QueueId> Queues(AgentState state) =>
        state.Links.Where(link => link.Serves).Select(link => link.Queue).OrderBy(queue => Reserving.Rank(state, queue));
}
