namespace RtcCluster.Cluster.Tests.Grains;

[GenerateSerializer, Alias("RtcCluster.Cluster.Tests.CounterState")]
public sealed class CounterState
{
    [Id(0)]
    public long Value { get; set; }

    [Id(1)]
    public byte[] Blob { get; set; } = [];

    [Id(2)]
    public string? Text { get; set; }
}
