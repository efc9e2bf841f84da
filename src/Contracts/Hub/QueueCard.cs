namespace RtcCluster.Contracts.Hub;

/// <summary>A queue on a wallboard.</summary>
/// <param name="Queue">Its name in the API.</param>
/// <param name="Name">Shown to people. Not to be trusted as HTML.</param>
/// <param name="IsOpen">True while it takes callers, as of its last change.</param>
/// <param name="Emergency">True while the emergency switch is on.</param>
/// <param name="Waiting">Callers who wait.</param>
/// <param name="LongestSince">Since when the one waits who has waited longest (UTC); null when nobody does.</param>
/// <param name="Talking">Callers who talk with an agent, or are being sent elsewhere.</param>
/// <param name="Agents">Its agents by what they do.</param>
/// <param name="ServiceLevel">The service level by the queue's formula, 0 to 1, since the queue was made; 1 when nothing counts yet.</param>
/// <param name="Handled">Callers who got an agent, since the queue was made.</param>
/// <param name="Abandoned">Callers who hung up while they waited.</param>
/// <param name="SentAway">Callers who were sent elsewhere while they waited.</param>
/// <param name="AverageWaitSeconds">How long the handled have waited.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueCard")]
public sealed record QueueCard(
    [property: Id(0)] string Queue,
    [property: Id(1)] string Name,
    [property: Id(2)] bool IsOpen,
    [property: Id(3)] bool Emergency,
    [property: Id(4)] int Waiting,
    [property: Id(5)] DateTimeOffset? LongestSince,
    [property: Id(6)] int Talking,
    [property: Id(7)] AgentCounts Agents,
    [property: Id(8)] double ServiceLevel,
    [property: Id(9)] long Handled,
    [property: Id(10)] long Abandoned,
    [property: Id(11)] long SentAway,
    [property: Id(12)] double AverageWaitSeconds);

/// <summary>Agents of a queue by what they do, in whatever queue.</summary>
/// <param name="Available">Could take a call.</param>
/// <param name="Ringing">Are rung.</param>
/// <param name="OnCall">Talk with a caller of a queue.</param>
/// <param name="WrapUp">Finish the work of their last call.</param>
/// <param name="Paused">Take no calls.</param>
/// <param name="Resting">Are left alone for a moment.</param>
/// <param name="LoggedOut">Do not work.</param>
[GenerateSerializer, Immutable, Alias("rtc.AgentCounts")]
public sealed record AgentCounts(
    [property: Id(0)] int Available,
    [property: Id(1)] int Ringing,
    [property: Id(2)] int OnCall,
    [property: Id(3)] int WrapUp,
    [property: Id(4)] int Paused,
    [property: Id(5)] int Resting,
    [property: Id(6)] int LoggedOut)
{
    /// <summary>Nobody.</summary>
    public static AgentCounts None { get; } = new(0, 0, 0, 0, 0, 0, 0);
}
