using RtcCluster.Contracts.Agents;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Agents;

/// <summary>Which agents a list shows. Whoever neither serves a queue nor is logged in is no agent.</summary>
/// <param name="queue">Serves this queue; null for any.</param>
/// <param name="team">Is one of these users; null for any.</param>
/// <param name="status">Does this; null for anything.</param>
/// <param name="skill">Has this skill; null for any.</param>
internal sealed class AgentFilter(string? queue, IReadOnlySet<string>? team, AgentStatus? status, string? skill)
{
    public bool Shows(AgentView view) =>
        (view.Queues.Length > 0 || view.Status != AgentStatus.LoggedOut)
        && (queue is null || view.Queues.Any(served => ApiId.Of(served.Key) == queue))
        && team?.Contains(view.Agent.Name) is not false
        && (status is null || view.Status == status)
        && (skill is null || view.Settings?.Skills.Any(had => string.Equals(had.Skill, skill, StringComparison.OrdinalIgnoreCase)) is true);
}
