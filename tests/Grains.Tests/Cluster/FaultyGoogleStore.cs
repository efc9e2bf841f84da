using System.Reflection;
using RtcCluster.Storage.Google;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>The real store of accounts of Google, unless the test lets one of its methods fail.</summary>
public class FaultyGoogleStore : DispatchProxy
{
    private IGoogleStore _real = null!;

    /// <summary>The method that finds the database away; null for none.</summary>
    public string? Fails { get; set; }

    /// <summary>The store in front of a real one.</summary>
    public static (IGoogleStore Store, FaultyGoogleStore Switch) Before(IGoogleStore real)
    {
        var proxy = Create<IGoogleStore, FaultyGoogleStore>();
        var fault = (FaultyGoogleStore)(object)proxy;
        fault._real = real;
        return (proxy, fault);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == Fails ? throw new DatabaseAwayException() : targetMethod.Invoke(_real, args);
}
