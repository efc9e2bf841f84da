namespace RtcCluster.Contracts.Queues;

/// <summary>Which of the agents that may serve a caller is offered the call. Can be changed at any time; what is offered already stays offered.</summary>
[GenerateSerializer, Alias("rtc.QueueStrategy")]
public enum QueueStrategy
{
    /// <summary>Whoever has been without a call for longest.</summary>
    LongestIdle = 0,

    /// <summary>Everybody at once; the first who answers has it.</summary>
    RingAll = 1,

    /// <summary>The one after the agent that was offered a call last, in the order of the members; remembered across restarts.</summary>
    RoundRobin = 2,

    /// <summary>The first in the order of the members.</summary>
    TopDown = 3,

    /// <summary>Whoever has talked least.</summary>
    LeastTalkTime = 4,

    /// <summary>Whoever has taken the fewest calls.</summary>
    FewestCalls = 5,

    /// <summary>Anybody, each with the same chance.</summary>
    Random = 6,

    /// <summary>Anybody, with a chance as large as the member's weight.</summary>
    WeightedRandom = 7,

    /// <summary>The longest idle first, and one more each time the call was not answered for a while.</summary>
    RingProgressively = 8,
}
