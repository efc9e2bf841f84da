using RtcCluster.Contracts.Agents;

namespace RtcCluster.Contracts.Hub;

/// <summary>An agent as the agent and the supervisors see it.</summary>
/// <param name="Agent">The user's name.</param>
/// <param name="Name">Display name. Not to be trusted as HTML.</param>
/// <param name="Extension">The agent's own number, when there is one.</param>
/// <param name="Status">What the agent is doing; reserved, which lasts milliseconds, is not told.</param>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reason">Why paused.</param>
/// <param name="Next">What the agent does after the call; null: takes the next one.</param>
/// <param name="NextReason">Why the agent will be paused.</param>
/// <param name="Queue">The queue of the call that rings, is talked in or is wrapped up.</param>
/// <param name="CallId">The call that the agent talks in, of a queue or another.</param>
/// <param name="Until">When a wrap-up or a rest is over (UTC); null while it waits for a disposition.</param>
/// <param name="Disposition">What the call came to, once that was said.</param>
/// <param name="Dispositions">What may be said of it; empty: any text of 1 to 64 characters.</param>
/// <param name="DispositionRequired">True when no call comes before it was said.</param>
/// <param name="PauseReasons">Reasons for a pause; empty: any text of 1 to 64 characters.</param>
/// <param name="Calls">Calls taken.</param>
/// <param name="Missed">Calls that were not answered.</param>
/// <param name="Queues">The queues that the agent serves, in the agent's order.</param>
/// <param name="IsElsewhere">True while the agent is in a call that comes of no queue: no queue offers one meanwhile.</param>
[GenerateSerializer, Immutable, Alias("rtc.AgentCard")]
public sealed record AgentCard(
    [property: Id(0)] string Agent,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Extension,
    [property: Id(3)] AgentStatus Status,
    [property: Id(4)] DateTimeOffset Since,
    [property: Id(5)] string? Reason,
    [property: Id(6)] AgentStatus? Next,
    [property: Id(7)] string? NextReason,
    [property: Id(8)] string? Queue,
    [property: Id(9)] string? CallId,
    [property: Id(10)] DateTimeOffset? Until,
    [property: Id(11)] string? Disposition,
    [property: Id(12)] string[] Dispositions,
    [property: Id(13)] bool DispositionRequired,
    [property: Id(14)] string[] PauseReasons,
    [property: Id(15)] int Calls,
    [property: Id(16)] int Missed,
    [property: Id(17)] string[] Queues,
    [property: Id(18)] bool IsElsewhere);
