using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Queues;

/// <summary>A call wants to wait.</summary>
[GenerateSerializer, Immutable, Alias("rtc.QueueJoin")]
public sealed record QueueJoin
{
    /// <summary>The call; it has one place, however often it joins.</summary>
    [Id(0)]
    public required CallId Call { get; init; }

    /// <summary>Who calls.</summary>
    [Id(1)]
    public required Party Caller { get; init; }

    /// <summary>0 to 10; each step is worth <see cref="QueueRules.AgeingStep"/> of waiting.</summary>
    [Id(2)]
    public int Priority { get; init; }

    /// <summary>Skills that are needed; at most 8.</summary>
    [Id(3)]
    public ImmutableArray<SkillNeed> Needs { get; init; } = [];

    /// <summary>The agent whom the caller is kept for at first.</summary>
    [Id(4)]
    public UserId? Preferred { get; init; }

    /// <summary>How long.</summary>
    [Id(5)]
    public TimeSpan PreferredFor { get; init; }

    /// <summary>Which visit of the call to this queue it is, from 1: a visit that is over does not begin again because a message came late.</summary>
    [Id(6)]
    public int Visit { get; init; } = 1;
}

/// <summary>What became of a join.</summary>
/// <param name="Status">Waiting, or why not.</param>
/// <param name="SendTo">Where the caller goes who is not let in; null: nowhere.</param>
/// <param name="Position">The place, from 1.</param>
/// <param name="EstimatedSeconds">The estimated wait.</param>
/// <param name="ServiceLevel">What the queue counts as served well, for whoever waits.</param>
/// <param name="Name">The queue's name for people.</param>
/// <param name="Music">The blob of the music that the caller hears; null: the hold music.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueJoinReceipt")]
public sealed record QueueJoinReceipt(
    [property: Id(0)] QueueJoinStatus Status,
    [property: Id(1)] string? SendTo = null,
    [property: Id(2)] int Position = 0,
    [property: Id(3)] int EstimatedSeconds = 0,
    [property: Id(4)] ServiceLevelRules? ServiceLevel = null,
    [property: Id(90)] string? Name = null,
    [property: Id(60)] string? Music = null);

/// <summary>The outcomes of a join; the reasons why somebody who waits is sent away bear the same names.</summary>
[GenerateSerializer, Alias("rtc.QueueJoinStatus")]
public enum QueueJoinStatus
{
    /// <summary>The caller waits.</summary>
    Waiting = 0,

    /// <summary>There is no such queue.</summary>
    NoSuchQueue = 1,

    /// <summary>The emergency switch is on.</summary>
    Emergency = 2,

    /// <summary>It is a holiday.</summary>
    Holiday = 3,

    /// <summary>The queue is closed at this time.</summary>
    Closed = 4,

    /// <summary>As many wait as may.</summary>
    Full = 5,

    /// <summary>Nobody is there who must be.</summary>
    NobodyServes = 6,

    /// <summary>The estimated wait is too long.</summary>
    TooSlow = 7,

    /// <summary>The caller has waited as long as anybody may.</summary>
    MaxWait = 8,

    /// <summary>The join breaks a bound of its contract.</summary>
    Invalid = 9,

    /// <summary>The caller has left already.</summary>
    Left = 10,
}
