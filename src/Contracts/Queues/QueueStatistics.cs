namespace RtcCluster.Contracts.Queues;

/// <summary>Counts of a queue.</summary>
/// <param name="Joined">Callers who were let in.</param>
/// <param name="Refused">Callers who were not.</param>
/// <param name="Answered">Callers who got an agent.</param>
/// <param name="AnsweredInTime">Of them those within the service level's time.</param>
/// <param name="Abandoned">Callers who hung up, short abandons among them.</param>
/// <param name="ShortAbandoned">Callers who hung up at once.</param>
/// <param name="SentAway">Callers who were sent elsewhere while they waited.</param>
/// <param name="CallbacksAsked">Callers who asked to be called back.</param>
/// <param name="CallbacksReached">Of them those who were reached.</param>
/// <param name="ServiceLevel">The service level by the rules' formula, 0 to 1; 1 when nothing counts yet.</param>
/// <param name="AverageWaitSeconds">How long the answered have waited.</param>
/// <param name="EstimateErrorSeconds">Mean absolute difference between the estimate at the join and the wait.</param>
/// <param name="CallbacksExpired">Of those who asked to be called back, the ones whose place was given up because its time was over; they are among the abandoned.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueStatistics")]
public sealed record QueueStatistics(
    [property: Id(0)] long Joined,
    [property: Id(1)] long Refused,
    [property: Id(2)] long Answered,
    [property: Id(3)] long AnsweredInTime,
    [property: Id(4)] long Abandoned,
    [property: Id(5)] long ShortAbandoned,
    [property: Id(6)] long SentAway,
    [property: Id(7)] long CallbacksAsked,
    [property: Id(8)] long CallbacksReached,
    [property: Id(9)] double ServiceLevel,
    [property: Id(10)] double AverageWaitSeconds,
    [property: Id(11)] double EstimateErrorSeconds,
    [property: Id(150)] long CallbacksExpired = 0);
