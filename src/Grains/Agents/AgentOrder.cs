using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Agents;

/// <summary>What a queue tells an agent; each may come twice, late, or in another order.</summary>
/// <param name="Queue">The queue.</param>
[GenerateSerializer, Immutable, Alias("rtc.acd.AgentOrder")]
internal abstract record AgentOrder([property: Id(0)] QueueId Queue)
{
    /// <summary>The queue knows the agent's news of this version, as <see cref="NewsTaken"/> says where nothing else is to be said; null: nothing is said of them.</summary>
    [Id(260)]
    public long? Taken { get; init; }

    /// <summary>The agent serves the queue, or no longer does, by the queue's rules of a version.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Serve")]
    public sealed record Serve(QueueId Queue, [property: Id(0)] long Rules, [property: Id(1)] bool Serves) : AgentOrder(Queue);

    /// <summary>The queue knows the agent's news of a version; <paramref name="Wants"/>: a reservation follows.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.NewsTaken")]
    public sealed record NewsTaken(QueueId Queue, [property: Id(0)] long Version, [property: Id(1)] bool Wants) : AgentOrder(Queue);

    /// <summary>First phase: be held for a caller.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Reserve")]
    public sealed record Reserve(
        QueueId Queue,
        [property: Id(0)] long Epoch,
        [property: Id(1)] long Offer,
        [property: Id(2)] int Priority,
        [property: Id(3)] DateTimeOffset WaitingSince) : AgentOrder(Queue);

    /// <summary>The agent's devices are being rung.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Ring")]
    public sealed record Ring(QueueId Queue, [property: Id(0)] long Offer) : AgentOrder(Queue);

    /// <summary>Second phase: the agent answered and has the caller.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Connect")]
    public sealed record Connect(QueueId Queue, [property: Id(0)] long Offer, [property: Id(1)] WrapUpRules WrapUp, [property: Id(2)] CallId? Call = null) : AgentOrder(Queue);

    /// <summary>The offer is over.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Release")]
    public sealed record Release(QueueId Queue, [property: Id(0)] long Offer, [property: Id(1)] ReleaseReason Reason) : AgentOrder(Queue);
}

/// <summary>Why an offer is over.</summary>
[GenerateSerializer, Alias("rtc.acd.ReleaseReason")]
internal enum ReleaseReason
{
    /// <summary>The agent has taken the call and it is over.</summary>
    TalkEnded = 0,

    /// <summary>The agent did not answer.</summary>
    NoAnswer = 1,

    /// <summary>The agent declined.</summary>
    Declined = 2,

    /// <summary>The agent is in another call.</summary>
    Busy = 3,

    /// <summary>The agent has no device that can be reached.</summary>
    Unreachable = 4,

    /// <summary>The caller left.</summary>
    CallerGone = 5,

    /// <summary>Another agent was faster.</summary>
    AnsweredElsewhere = 6,

    /// <summary>The queue does not want it any more.</summary>
    Withdrawn = 7,
}
