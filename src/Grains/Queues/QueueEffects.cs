using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>What an input leads to beside the changed state.</summary>
/// <param name="Tells">Messages to agents and calls, in order; each may come twice.</param>
/// <param name="Join">The answer to a join.</param>
/// <param name="Accepted">The answer to what can be accepted or not.</param>
internal sealed record QueueEffects(IReadOnlyList<QueueTell> Tells, QueueJoinReceipt? Join, bool Accepted);

/// <summary>Something that an agent or a call is told once the input is journalled.</summary>
internal abstract record QueueTell
{
    /// <summary>An agent.</summary>
    public sealed record ToAgent(UserId Who, AgentOrder Order) : QueueTell;

    /// <summary>The call rings an agent for the waiting caller.</summary>
    public sealed record Ring(CallId Call, int Visit, long Offer, UserId Agent, TimeSpan RingTime) : QueueTell;

    /// <summary>The call stops ringing the agent of an offer.</summary>
    public sealed record StopRinging(CallId Call, long Offer) : QueueTell;

    /// <summary>The call plays something to the waiting caller, then music again.</summary>
    public sealed record Announce(CallId Call, int Visit, QueueAnnouncement What) : QueueTell;

    /// <summary>The call goes elsewhere, or ends where no number is given.</summary>
    public sealed record SendAway(CallId Call, int Visit, string? To, QueueJoinStatus Reason) : QueueTell;

    /// <summary>A new call: the agent's devices first, then the number.</summary>
    public sealed record CallBack(long Offer, CallId Waited, UserId Agent, string Number, TimeSpan RingTime) : QueueTell;
}

/// <summary>What is played to a waiting caller.</summary>
/// <param name="Position">The place that is told; null: none.</param>
/// <param name="Wait">The estimated wait that is told; null: none.</param>
/// <param name="Prompt">A prompt's name or a text; null: none.</param>
/// <param name="Number">Grows with each announcement to the caller: one that comes twice is played once.</param>
/// <param name="Language">The language of what is spoken.</param>
[GenerateSerializer, Immutable, Alias("rtc.acd.QueueAnnouncement")]
internal sealed record QueueAnnouncement(
    [property: Id(0)] int? Position,
    [property: Id(1)] TimeSpan? Wait,
    [property: Id(2)] string? Prompt,
    [property: Id(60)] int Number = 0,
    [property: Id(61)] string Language = "es-CO");
