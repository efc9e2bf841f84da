using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Contracts.Wallboards;

namespace RtcCluster.Contracts.Edges;

/// <summary>One edge process, pinned to it. Key: <see cref="EdgeId"/>.</summary>
/// <remarks>Reentrant: a method only puts things into mailboxes of its process and returns, so a caller never waits for a socket or a phone.</remarks>
[Alias("rtc.IEdgeGrain")]
public interface IEdgeGrain : IGrainWithStringKey
{
    /// <summary>Puts numbered commands of a call into the call's mailbox.</summary>
    [Alias("Apply")]
    Task<ApplyReceipt> Apply(CallBatch batch);

    /// <summary>The calls of a tenant that this edge carries, at most <paramref name="limit"/>.</summary>
    [Alias("Calls")]
    Task<ImmutableArray<CallId>> Calls(TenantId tenant, int limit);

    /// <summary>Has the edge take nothing new and its calls go elsewhere (true), or take calls again (false); null only looks.</summary>
    /// <returns>How far it is.</returns>
    [Alias("Drain")]
    Task<EdgeDrain> Drain(bool? hold);

    /// <summary>Whether the edge has a dialog, of which a message came to another one.</summary>
    [Alias("FindDialog"), ResponseTimeout("00:00:02")]
    Task<DialogHold> FindDialog(DialogName dialog);

    /// <summary>A message came to another edge, of a dialog that this one has. What it says to it, it gives back by <see cref="SendBy"/>.</summary>
    /// <param name="path">Where it came from.</param>
    /// <param name="message">The message as it came.</param>
    /// <returns>False when the edge cannot take it.</returns>
    [Alias("ReceiveBy"), ResponseTimeout("00:00:02")]
    Task<bool> ReceiveBy(SipPath path, byte[] message);

    /// <summary>Asks the edge to send a message by a flow that it has.</summary>
    /// <param name="path">The flow.</param>
    /// <param name="message">The message as it is to go out.</param>
    /// <returns>False when it certainly does not go out.</returns>
    [Alias("SendBy"), ResponseTimeout("00:00:02")]
    Task<bool> SendBy(SipPath path, byte[] message);

    /// <summary>Asks the edge to send one OPTIONS to each peer; it answers through <see cref="ITrunkGrain.Probed"/>.</summary>
    [Alias("Probe")]
    Task Probe(TrunkId trunk, ImmutableArray<TrunkPeer> peers);

    /// <summary>Asks the edge to keep a trunk registered at its peers, or to stop when <paramref name="registration"/> is null.</summary>
    [Alias("KeepRegistered")]
    Task KeepRegistered(TrunkId trunk, TrunkRegistration? registration);

    /// <summary>Users that browsers or telephones of this edge watch have changed.</summary>
    [Alias("PresenceChanged"), OneWay]
    Task PresenceChanged(ImmutableArray<PresenceChange> changes);

    /// <summary>An agent who has browsers at this edge does something else.</summary>
    [Alias("AgentChanged"), OneWay]
    Task AgentChanged(AgentChange change);

    /// <summary>The number of messages in a voicemail box that this edge watches changed.</summary>
    [Alias("MailboxChanged"), OneWay]
    Task MailboxChanged(UserId owner, MailboxCounts counts);

    /// <summary>Asks the edge to send an e-mail; false when it has too many to send already. It answers through <see cref="IMailboxGrain.Mailed"/>.</summary>
    [Alias("SendMail")]
    Task<bool> SendMail(MailOrder order);

    /// <summary>A wallboard that supervisors of this edge watch has changed.</summary>
    [Alias("WallboardChanged"), OneWay]
    Task WallboardChanged(WallboardChange change);

    /// <summary>A conference room that browsers or telephones of this edge watch has changed.</summary>
    [Alias("RoomChanged"), OneWay]
    Task RoomChanged(RoomNews news);

    /// <summary>Calls wait in other slots of a lot that telephones of this edge watch.</summary>
    [Alias("ParkLotChanged"), OneWay]
    Task ParkLotChanged(ParkLotNews news);

    /// <summary>There is something new for users who have browsers at this edge; of each user in order.</summary>
    [Alias("InboxesChanged"), OneWay]
    Task InboxesChanged(ImmutableArray<InboxChange> changes);
}

/// <summary>How far an edge is that takes nothing new, or that takes calls as any other.</summary>
/// <param name="Name">Its stable name.</param>
/// <param name="Edge">This incarnation.</param>
/// <param name="Draining">Whether it takes nothing new.</param>
/// <param name="Stopping">Whether its process ends.</param>
/// <param name="Calls">Calls that it carries.</param>
/// <param name="Legs">Legs that it signals.</param>
/// <param name="Browsers">Browsers that are connected to it.</param>
/// <param name="LeaseAge">How long ago its lease was confirmed the last time; null where an edge of a version before does not say.</param>
[GenerateSerializer, Immutable, Alias("rtc.EdgeDrain")]
public sealed record EdgeDrain(
    [property: Id(0)] string Name,
    [property: Id(1)] EdgeId Edge,
    [property: Id(2)] bool Draining,
    [property: Id(3)] bool Stopping,
    [property: Id(4)] int Calls,
    [property: Id(5)] int Legs,
    [property: Id(6)] int Browsers,
    [property: Id(7)] TimeSpan? LeaseAge = null);

/// <summary>An agent changed.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Version">Grows with each change; what is lower than what is known is late.</param>
/// <param name="Card">How the agent is now.</param>
[GenerateSerializer, Immutable, Alias("rtc.AgentChange")]
public sealed record AgentChange([property: Id(0)] UserId Agent, [property: Id(1)] long Version, [property: Id(2)] AgentCard Card);

/// <summary>A user changed.</summary>
/// <param name="User">The user.</param>
/// <param name="Card">What colleagues see.</param>
/// <param name="Line">What the lamp of a telephone shows: ringing before talking before calling.</param>
/// <param name="PresenceTo">To whom both are shown.</param>
/// <param name="LastSeenTo">To whom it is shown since when the user is offline.</param>
[GenerateSerializer, Immutable, Alias("rtc.PresenceChange")]
public sealed record PresenceChange(
    [property: Id(0)] UserId User,
    [property: Id(1)] PresenceCard Card,
    [property: Id(2)] UserCallState Line = UserCallState.None,
    [property: Id(3)] ShownTo PresenceTo = ShownTo.Everyone,
    [property: Id(4)] ShownTo LastSeenTo = ShownTo.Everyone);

/// <summary>Numbered commands of one call to one edge.</summary>
/// <param name="Call">The call.</param>
/// <param name="Epoch">The call's epoch; an edge that knows a higher one refuses.</param>
/// <param name="FirstNumber">Number of the first command; the others follow without gaps. A call begins each edge at 1.</param>
/// <param name="Commands">At least one command, in order.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallBatch")]
public sealed record CallBatch(
    [property: Id(0)] CallId Call,
    [property: Id(1)] long Epoch,
    [property: Id(2)] int FirstNumber,
    [property: Id(3)] ImmutableArray<CallCommand> Commands);

/// <summary>What became of a batch.</summary>
/// <param name="Status">Whether it was taken.</param>
/// <param name="TakenThrough">Number of the last command that is in the mailbox.</param>
[GenerateSerializer, Immutable, Alias("rtc.ApplyReceipt")]
public sealed record ApplyReceipt([property: Id(0)] ApplyStatus Status, [property: Id(1)] int TakenThrough);

/// <summary>The outcomes of a batch.</summary>
[GenerateSerializer, Alias("rtc.ApplyStatus")]
public enum ApplyStatus
{
    /// <summary>All of it is in the mailbox; commands that were there already are skipped.</summary>
    Taken = 0,

    /// <summary>The edge knows a higher epoch: the sender is out of date.</summary>
    StaleEpoch = 1,

    /// <summary>Commands before <c>FirstNumber</c> are missing: send from <c>TakenThrough + 1</c>.</summary>
    Gap = 2,

    /// <summary>The edge is stopping and takes no new legs.</summary>
    Draining = 3,
}
