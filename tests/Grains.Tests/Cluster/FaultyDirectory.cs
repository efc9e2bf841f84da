using System.Reflection;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>The real directory, unless the test has switched its database off.</summary>
public class FaultyDirectory : DispatchProxy
{
    private IDirectory _real = null!;

    /// <summary>Set: the database is away.</summary>
    public bool Away { get; set; }

    /// <summary>The directory in front of a real one.</summary>
    public static (IDirectory Directory, FaultyDirectory Switch) Before(IDirectory real)
    {
        var proxy = Create<IDirectory, FaultyDirectory>();
        var fault = (FaultyDirectory)(object)proxy;
        fault._real = real;
        return (proxy, fault);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Away ? throw new DatabaseAwayException() : targetMethod!.Invoke(_real, args);
}
