namespace RtcCluster.Cluster.Tests.Grains;

/// <summary>Has a reminder.</summary>
public interface IAlarmGrain : IGrainWithStringKey
{
    Task Set(TimeSpan period);
}
