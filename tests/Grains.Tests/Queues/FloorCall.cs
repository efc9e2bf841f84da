using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>What a call knows of the queue that it waits in.</summary>
internal sealed class FloorCall(CallId id, QueueId queue, int visit)
{
    public CallId Id { get; } = id;

    public QueueId Queue { get; } = queue;

    public int Visit { get; set; } = visit;

    /// <summary>Agents who are rung, by offer.</summary>
    public SortedDictionary<long, UserId> Ringing { get; } = [];

    /// <summary>Offers that are not to be rung any more, or not again.</summary>
    public HashSet<long> Over { get; } = [];

    public (long Offer, UserId Agent)? Talking { get; set; }

    /// <summary>The offer of a call back.</summary>
    public long? CallbackOffer { get; init; }

    /// <summary>How it came out; null while it goes on.</summary>
    public string? Outcome { get; set; }
}
