using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace RtcCluster.Storage.Tests.History;

/// <summary>Tells when the writer of one host has tried in vain for the first time, from the counter that operators see.</summary>
internal sealed class RetryWatch : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RetryWatch()
    {
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => _first.TrySetResult());
        _listener.Start();
    }

    /// <summary>Makes a host's own counters and listens to them.</summary>
    public void Attach(IServiceCollection services) => services.AddSingleton(provider =>
    {
        var metrics = new StorageMetrics(provider.GetRequiredService<IMeterFactory>());
        _listener.EnableMeasurementEvents(metrics.HistoryRetries);
        return metrics;
    });

    public Task FirstAsync(TimeSpan timeout) => _first.Task.WaitAsync(timeout, TestContext.Current.CancellationToken);

    public void Dispose() => _listener.Dispose();
}
