namespace RtcCluster.Grains.Tests.Queues;

/// <summary>Storms keep a processor busy for seconds: they run when the silos of other tests are done.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Storms
{
    public const string Name = "storms";
}
