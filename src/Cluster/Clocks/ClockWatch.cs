using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Clocks;

/// <summary>Reads the clock each second, so that no difference to the system's is taken for the time that passed, and says when that one has jumped.</summary>
/// <param name="clock">The process' clock.</param>
/// <param name="meters">The host's meters.</param>
/// <param name="log">Where a jump is told.</param>
internal sealed partial class ClockWatch(SteadyClock clock, IMeterFactory meters, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    // Below it nobody would see it in a call log.
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(2);

    // Made good but for this: it is over.
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(0.1);

    private bool _apart;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        meters.Create(ClusterTelemetry.MeterName).CreateObservableGauge(
            "rtc.clock.ahead", () => clock.Ahead.TotalSeconds, "s", "How far the system's clock is ahead of the process' time, which follows it by a tenth of the time that passes.");
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Compares both clocks once.</summary>
    internal void Look()
    {
        var ahead = clock.Ahead;
        if (!_apart && ahead.Duration() > Told)
        {
            _apart = true;
            LogApart(ahead.TotalSeconds);
        }
        else if (_apart && ahead.Duration() < Close)
        {
            _apart = false;
            LogTogether();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Beat, clock);
        try
        {
            do
            {
                Look();
            }
            while (await beat.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    [LoggerMessage(5020, LogLevel.Warning, "The system's clock has jumped and is {Seconds:F0} s ahead of this process, which follows it by a tenth of the time that passes; started anew it takes it at once.")]
    private partial void LogApart(double seconds);

    [LoggerMessage(5021, LogLevel.Information, "The process' time is that of the system's clock again.")]
    private partial void LogTogether();
}
