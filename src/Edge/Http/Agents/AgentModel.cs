using RtcCluster.Contracts.Agents;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>A user at work in queues, as the API shows them.</summary>
/// <param name="Name">The user's name.</param>
/// <param name="DisplayName">Shown to others.</param>
/// <param name="Extension">The user's number.</param>
/// <param name="Status">What the agent is doing.</param>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reason">Why paused.</param>
/// <param name="Until">When a wrap-up or a rest is over (UTC); null while it waits for a disposition.</param>
/// <param name="Next">What the agent will do after the call; null: take the next one.</param>
/// <param name="Queue">The queue of the call.</param>
/// <param name="Queues">The queues that the agent serves, in the agent's order.</param>
/// <param name="Calls">Calls taken.</param>
/// <param name="Misses">Calls that were not answered.</param>
/// <param name="PausedSeconds">Time paused, by reason.</param>
/// <param name="Settings">What an administrator decided.</param>
internal sealed record AgentModel(
    string Name,
    string DisplayName,
    string? Extension,
    AgentStatus Status,
    DateTimeOffset Since,
    string? Reason,
    DateTimeOffset? Until,
    AgentStatus? Next,
    string? Queue,
    IReadOnlyList<string> Queues,
    int Calls,
    int Misses,
    IReadOnlyDictionary<string, long> PausedSeconds,
    AgentChange Settings)
{
    public static AgentModel Of(DirectoryUser user, AgentView view) => new(
        user.Name,
        user.DisplayName,
        user.Extension,
        view.Status,
        view.Since,
        view.Reason,
        view.Until,
        view.Next,
        view.Queue?.Name,
        [.. view.Queues.Select(queue => queue.Name)],
        view.Calls,
        view.Misses,
        view.PausedSeconds,
        AgentChange.Of(view.Settings ?? new AgentSettings()));
}
