namespace RtcCluster.Cluster.Tests.Grains;

/// <summary>Counts durably.</summary>
public interface ICounterGrain : IGrainWithStringKey
{
    /// <summary>Adds one, saves, and gives the saved value.</summary>
    Task<long> Add();

    Task<long> Value();

    Task Clear();

    Task<string> Where();
}
