using RtcCluster.Contracts.Queues;
using RtcCluster.Edge.Http.Problems;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>Why a caller was offered to an agent.</summary>
/// <param name="Offer">Number of the offer in its queue.</param>
/// <param name="At">The clock of the decision (UTC).</param>
/// <param name="Input">Number of the input that led to it, in the queue's journal.</param>
/// <param name="Trigger">What led to it.</param>
/// <param name="Rules">Version of the rules.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Place">Number of the caller's place.</param>
/// <param name="Call">The call; null for one that is to be called back.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Passed">Callers ahead who could not be served by this agent.</param>
/// <param name="Draw">The random number, as text because it has 64 bits, under a strategy that draws one.</param>
/// <param name="Fitting">How many agents could have been offered the call.</param>
/// <param name="Candidates">The first of them, the chosen one first; at most 16.</param>
internal sealed record AssignmentModel(
    long Offer,
    DateTimeOffset At,
    long Input,
    AssignmentTrigger Trigger,
    long Rules,
    QueueStrategy Strategy,
    long Place,
    string? Call,
    string Agent,
    int Passed,
    string? Draw,
    int Fitting,
    IReadOnlyList<CandidateModel> Candidates)
{
    public static AssignmentModel Of(Assignment made) => new(
        made.Offer,
        made.At,
        made.Input,
        made.Trigger,
        made.Rules,
        made.Strategy,
        made.Caller,
        ApiId.OfOrNull(made.Call?.Key),
        made.Agent.Name,
        made.Passed,
        made.Draw?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        made.Fitting,
        [.. made.Candidates.Select(candidate => new CandidateModel(candidate.Agent.Name, candidate.Proficiency, candidate.Score, candidate.Rank))]);
}

/// <summary>An agent who could have been offered a call; the lowest numbers win, first the proficiency, then the score, then the rank.</summary>
/// <param name="Agent">The user's name.</param>
/// <param name="Proficiency">Minus the sum of the levels in the skills that the caller needs.</param>
/// <param name="Score">What the strategy compares: ticks of time, a count, or a place.</param>
/// <param name="Rank">The place among the members.</param>
internal sealed record CandidateModel(string Agent, long Proficiency, long Score, int Rank);
