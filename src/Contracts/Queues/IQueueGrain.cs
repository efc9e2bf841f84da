using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Wallboards;

namespace RtcCluster.Contracts.Queues;

/// <summary>A queue: who waits, who is offered to whom, and why. One for the whole cluster. Key: <see cref="QueueId"/>.</summary>
/// <remarks>Calls await it (call → queue); what it wants of a call it sends after its own turn, never awaited there. Everything may come twice.</remarks>
[Alias("rtc.IQueueGrain")]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>Creates the queue or changes its rules, live.</summary>
    [Alias("Configure"), ResponseTimeout("00:00:05")]
    Task<ConfigureReceipt> Configure(QueueRules rules);

    /// <summary>Deletes the queue: who waits is sent away as from one that is closed, who talks goes on. Refused while a line leads to it.</summary>
    [Alias("Remove"), ResponseTimeout("00:00:05")]
    Task<ConfigureReceipt> Remove();

    /// <summary>Makes an agent a member, or changes how they are one; the other rules stay.</summary>
    [Alias("SetMember"), ResponseTimeout("00:00:05")]
    Task<ConfigureReceipt> SetMember(QueueMember member);

    /// <summary>An agent is a member no longer; a call that they have of the queue goes on.</summary>
    [Alias("RemoveMember"), ResponseTimeout("00:00:05")]
    Task<ConfigureReceipt> RemoveMember(UserId agent);

    /// <summary>Throws the emergency switch.</summary>
    [Alias("SetEmergency"), ResponseTimeout("00:00:05")]
    Task SetEmergency(bool on);

    /// <summary>A call wants to wait.</summary>
    [Alias("Join"), ResponseTimeout("00:00:05")]
    Task<QueueJoinReceipt> Join(QueueJoin join);

    /// <summary>The caller of a visit has left, however far the call had come.</summary>
    [Alias("Leave"), ResponseTimeout("00:00:05")]
    Task Leave(CallId call, int visit);

    /// <summary>The agent of an offer answered.</summary>
    /// <returns>False when the offer is over: the agent's leg is to be ended.</returns>
    [Alias("OfferAnswered"), ResponseTimeout("00:00:05")]
    Task<bool> OfferAnswered(CallId call, long offer);

    /// <summary>The agent of an offer did not.</summary>
    [Alias("OfferFailed"), ResponseTimeout("00:00:05")]
    Task OfferFailed(CallId call, long offer, OfferFailure failure);

    /// <summary>The agent has left a call that goes on without.</summary>
    [Alias("AgentLeft"), ResponseTimeout("00:00:05")]
    Task AgentLeft(CallId call, long offer);

    /// <summary>A waiting caller has heard an announcement to its end.</summary>
    [Alias("Heard"), ResponseTimeout("00:00:05")]
    Task Heard(CallId call, int visit, int announcement);

    /// <summary>A waiting caller wants to be called back at a number and keeps the place. Whoever calls this may hang up on them then.</summary>
    /// <returns>False when that is not allowed or the caller does not wait.</returns>
    [Alias("AskCallback"), ResponseTimeout("00:00:05")]
    Task<bool> AskCallback(CallId call, string number);

    /// <summary>The call back of an offer is over, or never reached its party.</summary>
    [Alias("CallbackEnded"), ResponseTimeout("00:00:05")]
    Task CallbackEnded(long offer, bool reached);

    /// <summary>The queue now; null when there is none.</summary>
    [Alias("View"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<QueueView?> View();

    /// <summary>The queue on a wallboard; null when there is none.</summary>
    [Alias("Glance"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<QueueGlance?> Glance();

    /// <summary>The last assignments of a call, or of all, newest first; at most 256 are kept.</summary>
    [Alias("Explain"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<ImmutableArray<Assignment>> Explain(CallId? call);

    /// <summary>Computes the kept decisions anew from the journalled inputs.</summary>
    [Alias("Replay"), ResponseTimeout("00:00:30")]
    Task<QueueReplayReport> Replay();
}

/// <summary>A queue on a wallboard.</summary>
/// <param name="Change">How it is now.</param>
/// <param name="Agents">Who serves it.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueGlance")]
public sealed record QueueGlance([property: Id(0)] QueueChange Change, [property: Id(1)] ImmutableArray<UserId> Agents);

/// <summary>What computing decisions anew came to.</summary>
/// <param name="Inputs">Inputs that were applied again.</param>
/// <param name="Decisions">Decisions that came of them.</param>
/// <param name="Equal">Of them those that are the same, bit by bit.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueReplayReport")]
public sealed record QueueReplayReport([property: Id(0)] int Inputs, [property: Id(1)] int Decisions, [property: Id(2)] int Equal);
