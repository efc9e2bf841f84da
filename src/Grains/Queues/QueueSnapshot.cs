namespace RtcCluster.Grains.Queues;

/// <summary>The queue as it was after an input; the journal goes on from there.</summary>
[GenerateSerializer, Alias("rtc.state.QueueSnapshot")]
internal sealed class QueueSnapshot
{
    /// <summary>The queue.</summary>
    [Id(0)]
    public QueueState State { get; set; } = new();
}
