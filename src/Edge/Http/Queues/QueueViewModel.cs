using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;
using RtcCluster.Edge.Http.Calls;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>A queue now.</summary>
/// <param name="Name">The queue.</param>
/// <param name="Emergency">True while the emergency switch is on.</param>
/// <param name="Open">True while it takes callers.</param>
/// <param name="EstimatedSeconds">The wait that somebody who joined now would be told.</param>
/// <param name="Callers">The first callers, by place; at most 1,000.</param>
/// <param name="Agents">The members.</param>
/// <param name="Statistics">Counts since the queue was made.</param>
internal sealed record QueueViewModel(
    string Name,
    bool Emergency,
    bool Open,
    int EstimatedSeconds,
    IReadOnlyList<QueueCallerModel> Callers,
    IReadOnlyList<QueueAgentModel> Agents,
    QueueStatistics Statistics)
{
    public static QueueViewModel Of(QueueView view) => new(
        view.Queue.Name,
        view.Emergency,
        view.Open,
        view.EstimatedSeconds,
        [.. view.Places.Select(place => new QueueCallerModel(place.Number, ApiId.OfOrNull(place.Call?.Key), PartyModel.Of(place.Caller), place.Priority, place.Since, place.Phase))],
        [.. view.Agents.Select(agent => new QueueAgentModel(agent.Agent.Name, agent.Status, agent.Offer, agent.Calls, agent.TalkSeconds))],
        view.Statistics);
}

/// <summary>Somebody who waits, is offered, or talks.</summary>
/// <param name="Number">Number of the place.</param>
/// <param name="Call">The call; see <c>/calls/{id}</c>.</param>
/// <param name="Party">Who it is.</param>
/// <param name="Priority">0 to 10.</param>
/// <param name="Since">When the caller joined (UTC).</param>
/// <param name="Phase">Where the caller stands.</param>
internal sealed record QueueCallerModel(long Number, string? Call, PartyModel Party, int Priority, DateTimeOffset Since, QueuePhase Phase);

/// <summary>A member as the queue sees it.</summary>
/// <param name="Agent">The user's name.</param>
/// <param name="Status">What the agent said last.</param>
/// <param name="Offer">The offer that the agent has of this queue.</param>
/// <param name="Calls">Calls taken of it.</param>
/// <param name="TalkSeconds">Time talked in them.</param>
internal sealed record QueueAgentModel(string Agent, AgentStatus Status, long? Offer, int Calls, long TalkSeconds);

/// <summary>Why a caller was offered to an agent.</summary>
internal sealed record AssignmentModel(
    long Offer,
    DateTimeOffset At,
    long Input,
    AssignmentTrigger Trigger,
    long Rules,
    QueueStrategy Strategy,
    long Caller,
    string? Call,
    string Agent,
    int Passed,
    string? Draw,
    int Fitting,
    IReadOnlyList<CandidateModel> Candidates)
{
    // A draw has 64 bits, which a number of JSON has not.
    public static AssignmentModel Of(Assignment why) => new(
        why.Offer, why.At, why.Input, why.Trigger, why.Rules, why.Strategy, why.Caller, ApiId.OfOrNull(why.Call?.Key), why.Agent.Name, why.Passed, why.Draw?.ToString("x16", null), why.Fitting,
        [.. why.Candidates.Select(candidate => new CandidateModel(candidate.Agent.Name, candidate.Proficiency, candidate.Score, candidate.Rank))]);
}

/// <summary>An agent who could have been offered the call; the lowest numbers win, first the proficiency, then the score, then the rank.</summary>
internal sealed record CandidateModel(string Agent, long Proficiency, long Score, int Rank);
