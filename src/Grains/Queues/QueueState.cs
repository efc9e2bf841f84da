using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>Everything a queue has to remember. It is stored as a snapshot now and then; between two of them the journal of inputs stands for it.</summary>
[GenerateSerializer, Alias("rtc.state.Queue")]
internal sealed class QueueState
{
    [NonSerialized]
    private QueueIndex? _index;

    /// <summary>The queue.</summary>
    [Id(0)]
    public QueueId Id { get; set; }

    /// <summary>Grows by one with each activation.</summary>
    [Id(1)]
    public long Epoch { get; set; }

    /// <summary>Inputs that were applied.</summary>
    [Id(2)]
    public long Inputs { get; set; }

    /// <summary>What an administrator decided.</summary>
    [Id(3)]
    public QueueRules Rules { get; set; } = new();

    /// <summary>How often; 0: there is no queue.</summary>
    [Id(4)]
    public long RulesVersion { get; set; }

    /// <summary>State of the random numbers.</summary>
    [Id(5)]
    public ulong Random { get; set; }

    /// <summary>Number of the last offer.</summary>
    [Id(6)]
    public long Offers { get; set; }

    /// <summary>Number of the last place.</summary>
    [Id(7)]
    public long Places { get; set; }

    /// <summary>Number of the last seat.</summary>
    [Id(8)]
    public long SeatNumbers { get; set; }

    /// <summary>Who waits, is offered, talks, or is being sent away, by number.</summary>
    [Id(9)]
    public Dictionary<long, QueueCaller> Callers { get; set; } = [];

    /// <summary>The agents, by number of the seat.</summary>
    [Id(10)]
    public Dictionary<long, QueueSeat> Seats { get; set; } = [];

    /// <summary>What is due when.</summary>
    [Id(11)]
    public Dictionary<DueKey, DateTimeOffset> Due { get; set; } = [];

    /// <summary>True while the emergency switch is on.</summary>
    [Id(12)]
    public bool Emergency { get; set; }

    /// <summary>The agent that was offered a call last.</summary>
    [Id(13)]
    public UserId? LastOffered { get; set; }

    /// <summary>That agent's order.</summary>
    [Id(14)]
    public int LastOrder { get; set; }

    /// <summary>Who talked with whom last.</summary>
    [Id(15)]
    public Recent<string, UserId> LastAgents { get; set; } = new();

    /// <summary>Visits that are over.</summary>
    [Id(16)]
    public Recent<CallId, int> Gone { get; set; } = new();

    /// <summary>What is counted.</summary>
    [Id(17)]
    public QueueCounts Counts { get; set; } = new();

    /// <summary>The last decisions, oldest first.</summary>
    [Id(18)]
    public Queue<Assignment> Assignments { get; set; } = new();

    /// <summary>True when the queue was deleted: what is still going on in it comes to its end, nobody is let in.</summary>
    [Id(19)]
    public bool Removed { get; set; }

    /// <summary>The last local day on which something happened.</summary>
    [Id(50)]
    public DateOnly Day { get; set; }

    /// <summary>What had been counted when that day began.</summary>
    [Id(51)]
    public QueueCounts Morning { get; set; } = new();

    /// <summary>True once there is a queue.</summary>
    public bool Exists => RulesVersion > 0;

    /// <summary>What is derived from the rest.</summary>
    public QueueIndex Index => _index ??= new QueueIndex(this);
}
