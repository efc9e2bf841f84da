using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Draining;

/// <summary>Ends the process at once when a second signal arrives during a stop; the host itself would go on waiting.</summary>
internal sealed partial class SecondSignal(Drain drain, ILogger<SecondSignal> log) : IHostedService, IDisposable
{
    private const int SignalExit = 128;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _seen;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => OnSignal(c, 15)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, c => OnSignal(c, 2)));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGQUIT, c => OnSignal(c, 3)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _registrations.Clear();
    }

    private void OnSignal(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _seen) == 1 && !drain.IsStopping)
        {
            return;
        }

        Ended(number);
        Environment.Exit(SignalExit + number);
    }

    [LoggerMessage(2304, LogLevel.Warning, "Signal {Number} during the stop: ending at once.")]
    private partial void Ended(int number);
}
