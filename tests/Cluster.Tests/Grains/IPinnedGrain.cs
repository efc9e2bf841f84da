namespace RtcCluster.Cluster.Tests.Grains;

/// <summary>Stands where its key says.</summary>
public interface IPinnedGrain : IGrainWithStringKey
{
    Task<string> Where();
}
