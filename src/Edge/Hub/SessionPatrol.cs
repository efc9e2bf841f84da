using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Sessions;

namespace RtcCluster.Edge.Hub;

/// <summary>Closes the connections of sessions that were revoked, on whatever edge, within about a second.</summary>
internal sealed partial class SessionPatrol(ISessionStore sessions, PhoneDevices devices, EdgeClock clock, EdgeMetrics metrics, ILogger<SessionPatrol> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    // Clocks of edges differ, and a transaction that began before may be seen after: what was revoked shortly before is looked at again.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    // The browser reads the reason before the connection goes.
    private static readonly TimeSpan Farewell = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Each method asks for its session anyway; this only makes it sooner.
                metrics.GrainFailed("sessions");
                LogFailed(Pii.Text(e.Message));
            }
        }
    }

    private async Task LookAsync(CancellationToken ct)
    {
        if (devices.Count == 0)
        {
            return;
        }

        var revoked = (await sessions.ListRevokedAsync(clock.Utc - Overlap, ct)).Select(session => session.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var device in devices.Connected)
        {
            if (device.Connection is { } connection && revoked.Contains(connection.Session))
            {
                metrics.HubRefused("revoked");
                device.Tell(client => client.SessionRevoked("The session has ended; sign in again."));
                _ = CloseAsync(connection);
            }
        }
    }

    private static async Task CloseAsync(PhoneConnection connection)
    {
        await Task.Delay(Farewell);
        connection.Abort();
    }

    [LoggerMessage(2411, LogLevel.Warning, "Revoked sessions cannot be read: {Problem}")]
    private partial void LogFailed(Pii<string> problem);
}
