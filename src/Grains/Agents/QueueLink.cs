using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>A queue that the agent serves or has served, and what passed between the two.</summary>
[GenerateSerializer, Alias("rtc.state.QueueLink")]
internal sealed class QueueLink
{
    /// <summary>The queue.</summary>
    [Id(0)]
    public QueueId Queue { get; set; }

    /// <summary>True while the agent serves it.</summary>
    [Id(1)]
    public bool Serves { get; set; }

    /// <summary>The version of its rules that said so.</summary>
    [Id(2)]
    public long Rules { get; set; }

    /// <summary>The queue's highest epoch that was seen; one with a lower epoch is a ghost.</summary>
    [Id(3)]
    public long Epoch { get; set; }

    /// <summary>The highest offer that was seen; one that is lower and not in the slot is over.</summary>
    [Id(4)]
    public long Through { get; set; }

    /// <summary>The version of the news that the queue has confirmed; not worth a write.</summary>
    [Id(5)]
    public long Taken { get; set; }

    /// <summary>True while the queue may still want the agent who has just become free.</summary>
    [Id(6)]
    public bool Asked { get; set; }
}
