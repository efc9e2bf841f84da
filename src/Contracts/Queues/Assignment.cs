using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Queues;

/// <summary>Why a caller was offered to an agent: everything that the decision looked at.</summary>
/// <param name="Offer">Number of the offer in its queue.</param>
/// <param name="At">The clock of the decision (UTC).</param>
/// <param name="Input">Number of the input that led to it, in the queue's journal.</param>
/// <param name="Trigger">What led to it.</param>
/// <param name="Rules">Version of the rules.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="Caller">Number of the caller's place.</param>
/// <param name="Call">The call; null for one that is to be called back.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Passed">Callers ahead who could not be served by this agent.</param>
/// <param name="Draw">The random number, under a strategy that draws one.</param>
/// <param name="Fitting">How many agents could have been offered the call.</param>
/// <param name="Candidates">The first of them with their scores, the chosen one first; at most 16.</param>
[GenerateSerializer, Immutable, Alias("rtc.Assignment")]
public sealed record Assignment(
    [property: Id(0)] long Offer,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] long Input,
    [property: Id(3)] AssignmentTrigger Trigger,
    [property: Id(4)] long Rules,
    [property: Id(5)] QueueStrategy Strategy,
    [property: Id(6)] long Caller,
    [property: Id(7)] CallId? Call,
    [property: Id(8)] UserId Agent,
    [property: Id(9)] int Passed,
    [property: Id(10)] ulong? Draw,
    [property: Id(11)] int Fitting,
    [property: Id(12)] ImmutableArray<AssignmentCandidate> Candidates);

/// <summary>An agent who could have been offered a call; the lowest numbers win, first the proficiency, then the score, then the rank.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Proficiency">Minus the sum of the levels in the skills that the caller needs, where the rules look at it.</param>
/// <param name="Score">What the strategy compares: ticks of time, a count, or a place.</param>
/// <param name="Rank">The place among the members.</param>
[GenerateSerializer, Immutable, Alias("rtc.AssignmentCandidate")]
public sealed record AssignmentCandidate(
    [property: Id(0)] UserId Agent,
    [property: Id(1)] long Proficiency,
    [property: Id(2)] long Score,
    [property: Id(3)] int Rank);

/// <summary>What leads to an assignment.</summary>
[GenerateSerializer, Alias("rtc.AssignmentTrigger")]
public enum AssignmentTrigger
{
    /// <summary>Somebody joined.</summary>
    CallerArrived = 0,

    /// <summary>An agent became free.</summary>
    AgentReady = 1,

    /// <summary>An offer came to nothing and the caller waits again.</summary>
    Returned = 2,

    /// <summary>A caller needs less than before, or need not be kept for one agent any more.</summary>
    Relaxed = 3,

    /// <summary>One more agent is rung for a caller.</summary>
    Widened = 4,

    /// <summary>The rules were changed.</summary>
    RulesChanged = 5,

    /// <summary>The time has come to call somebody back again.</summary>
    CallbackDue = 6,
}
