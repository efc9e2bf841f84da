using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Storage.Audits;

/// <summary>Seals the audit trail once a second while the process runs. Each silo does; an edge need not.</summary>
internal sealed partial class AuditChaining(AuditChainer chainer, TimeProvider time, ILogger<AuditChaining> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private bool _isAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await TryAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is not sealed is sealed by whoever starts next.
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            while (await chainer.SealAsync(ct).ConfigureAwait(false) == AuditChainer.Batch)
            {
            }

            await chainer.CheckpointAsync(ct: ct).ConfigureAwait(false);
            if (_isAway)
            {
                _isAway = false;
                Again(logger);
            }
        }
        catch (Exception e) when (DatabaseOutage.Is(e) || e is DbException or DbUpdateException or IOException or TimeoutException or UnauthorizedAccessException or BlobStoreAwayException)
        {
            // Rows wait: whoever writes them does not.
            if (!_isAway)
            {
                _isAway = true;
                Away(logger, e);
            }
        }
    }

    [LoggerMessage(5030, LogLevel.Warning, "The audit trail cannot be sealed now; its rows are written and wait.")]
    private static partial void Away(ILogger logger, Exception exception);

    [LoggerMessage(5031, LogLevel.Information, "The audit trail is sealed again.")]
    private static partial void Again(ILogger logger);
}
