using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>What can happen to a queue; each is journalled before it counts.</summary>
[GenerateSerializer, Immutable, Alias("rtc.acd.QueueInput")]
internal abstract record QueueInput
{
    /// <summary>An administrator decided.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Configured")]
    public sealed record Configured([property: Id(0)] QueueId Queue, [property: Id(1)] QueueRules Rules) : QueueInput;

    /// <summary>An administrator deleted the queue.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Removed")]
    public sealed record Removed : QueueInput;

    /// <summary>The emergency switch was thrown.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.EmergencySet")]
    public sealed record EmergencySet([property: Id(0)] bool On) : QueueInput;

    /// <summary>A call wants to wait.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Joined")]
    public sealed record Joined([property: Id(0)] QueueJoin Join) : QueueInput;

    /// <summary>The caller of a visit has left.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Left")]
    public sealed record Left([property: Id(0)] CallId Call, [property: Id(1)] int Visit) : QueueInput;

    /// <summary>The agent of an offer answered.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.OfferAnswered")]
    public sealed record OfferAnswered([property: Id(0)] CallId Call, [property: Id(1)] long Offer) : QueueInput;

    /// <summary>The agent of an offer did not.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.OfferFailed")]
    public sealed record OfferFailed([property: Id(0)] CallId Call, [property: Id(1)] long Offer, [property: Id(2)] OfferFailure Failure) : QueueInput;

    /// <summary>The agent has left a call that goes on without.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.AgentLeft")]
    public sealed record AgentLeft([property: Id(0)] CallId Call, [property: Id(1)] long Offer) : QueueInput;

    /// <summary>A caller has heard an announcement to its end.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Heard")]
    public sealed record Heard([property: Id(0)] CallId Call, [property: Id(1)] int Visit, [property: Id(2)] int Announcement) : QueueInput;

    /// <summary>A caller wants to be called back.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.CallbackAsked")]
    public sealed record CallbackAsked([property: Id(0)] CallId Call, [property: Id(1)] string Number) : QueueInput;

    /// <summary>The call back of an offer is over.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.CallbackEnded")]
    public sealed record CallbackEnded([property: Id(0)] long Offer, [property: Id(1)] bool Reached) : QueueInput;

    /// <summary>An agent said how things are.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.AgentTold")]
    public sealed record AgentTold([property: Id(0)] AgentNews News) : QueueInput;

    /// <summary>An agent answered to an offer.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.AgentAnswered")]
    public sealed record AgentAnswered([property: Id(0)] AgentAnswer Answer) : QueueInput;

    /// <summary>Something may be due.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.DeadlineReached")]
    public sealed record DeadlineReached : QueueInput;

    /// <summary>The queue was read from the store by a new activation.</summary>
    [GenerateSerializer, Immutable, Alias("rtc.acd.Activated")]
    public sealed record Activated : QueueInput;
}
