using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>A queue, as the API shows it.</summary>
/// <param name="Name">Its name; does not change.</param>
/// <param name="Rules">What an administrator has set.</param>
/// <param name="Emergency">The emergency switch is on.</param>
/// <param name="Open">It takes callers now.</param>
/// <param name="EstimatedSeconds">The wait that somebody who joined now would be told.</param>
/// <param name="Callers">Who waits, is offered or talks, by place; at most 1,000.</param>
/// <param name="Agents">The members as the queue knows them.</param>
/// <param name="Statistics">Counts since the queue was made.</param>
internal sealed record QueueModel(
    string Name,
    QueueChange Rules,
    bool Emergency,
    bool Open,
    int EstimatedSeconds,
    IReadOnlyList<QueueCallerModel> Callers,
    IReadOnlyList<QueueAgentModel> Agents,
    QueueStatistics Statistics)
{
    public static QueueModel Of(QueueView view) => new(
        view.Queue.Name,
        QueueChange.Of(view.Rules),
        view.Emergency,
        view.Open,
        view.EstimatedSeconds,
        [.. view.Places.Select(place => new QueueCallerModel(
            place.Number, ApiId.OfOrNull(place.Call?.Key), place.Caller.Number, place.Caller.Name, place.Priority, place.Since, place.Phase, place.Callback, place.Told))],
        [.. view.Agents.Select(agent => new QueueAgentModel(agent.Agent.Name, agent.Status, agent.Calls, agent.TalkSeconds))],
        view.Statistics);
}

/// <summary>A caller of a queue.</summary>
/// <param name="Place">Number of the place; never used again.</param>
/// <param name="Call">The call; null for one that is to be called back.</param>
/// <param name="Number">The caller's number.</param>
/// <param name="Name">The caller's name, when known. Not to be trusted as HTML.</param>
/// <param name="Priority">The priority.</param>
/// <param name="Since">When the caller joined (UTC).</param>
/// <param name="Phase">Where the caller stands.</param>
/// <param name="Callback">True when the caller is to be called back.</param>
/// <param name="Told">Announcements that the caller has heard to their end.</param>
internal sealed record QueueCallerModel(long Place, string? Call, string Number, string? Name, int Priority, DateTimeOffset Since, QueuePhase Phase, bool Callback, int Told);

/// <summary>A member of a queue.</summary>
/// <param name="Agent">The user's name.</param>
/// <param name="Status">What the agent told the queue last.</param>
/// <param name="Calls">Calls taken of this queue.</param>
/// <param name="TalkSeconds">Time talked in them.</param>
internal sealed record QueueAgentModel(string Agent, AgentStatus Status, int Calls, long TalkSeconds);
