using Microsoft.Extensions.Options;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Rights;

namespace RtcCluster.Edge.Rights;

/// <summary>Makes the bundles that were asked for, one after the other, and erases those whose time is over. Any edge does: whoever dies over one leaves it to another.</summary>
internal sealed partial class ExportMaker(IDataExports exports, BundleContent content, IOptions<RightsOptions> options, EdgeClock clock, TimeProvider time, ILogger<ExportMaker> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _asked = new(0, 1);

    /// <summary>One was asked for here: it is begun at once.</summary>
    public void Asked()
    {
        try
        {
            _asked.Release();
        }
        catch (SemaphoreFullException)
        {
            // It looks already.
        }
    }

    /// <summary>Makes what waits; for whoever does not wait for the service.</summary>
    /// <returns>How many were made.</returns>
    internal async Task<int> RoundAsync(CancellationToken ct)
    {
        await exports.ExpireAsync(ct);
        var made = 0;
        while (await exports.TakeAsync(ct) is { } export)
        {
            made += await MakeAsync(export, ct) ? 1 : 0;
        }

        return made;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await RoundAsync(stoppingToken);
                }
                catch (Exception e) when (e is not OutOfMemoryException && !stoppingToken.IsCancellationRequested)
                {
                    // Stores may be away: it looks again.
                    NotLooked(log, e);
                }

                using var look = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_asked.WaitAsync(look.Token), Task.Delay(Look, time, look.Token));
                await look.CancelAsync();
                stoppingToken.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The edge stops; what it was making is taken by another.
        }
    }

    public override void Dispose()
    {
        _asked.Dispose();
        base.Dispose();
    }

    private async Task<bool> MakeAsync(DataExport export, CancellationToken ct)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var stays = StayAsync(export, own);
        try
        {
            if (!await content.IsWantedAsync(export, own.Token))
            {
                await exports.EraseAsync(export, ct);
                return false;
            }

            await using var stream = await exports.WriteAsync(export, own.Token);
            await using (var bundle = new BundleWriter(stream, content.Keys))
            {
                if (!await content.FillAsync(export, bundle, own.Token))
                {
                    // It is another's by now, or its user is gone: whoever takes it next sees that.
                    return false;
                }

                await bundle.CompleteAsync(export, clock.Utc, own.Token);
            }

            await stream.CompleteAsync(own.Token);
            return await exports.ReadyAsync(export, stream, TimeSpan.FromDays(options.Value.BundleDays), ct);
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Another makes it.
            return false;
        }
        catch (Exception e) when (e is not OutOfMemoryException && !ct.IsCancellationRequested)
        {
            NotMade(log, export.Id, export.Attempts, e);
            await exports.FailedAsync(export, "It could not be made; the log of the server says why.", ct);
            return false;
        }
        finally
        {
            await own.CancelAsync();
            await stays;
        }
    }

    // What is read before the first thing is in the bundle may take longer than a maker may be silent.
    private async Task StayAsync(DataExport export, CancellationTokenSource own)
    {
        try
        {
            using var renews = new PeriodicTimer(Renewal, time);
            while (await renews.WaitForNextTickAsync(own.Token))
            {
                try
                {
                    if (!await exports.RenewAsync(export, own.Token))
                    {
                        await own.CancelAsync();
                    }
                }
                catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
                {
                    NotLooked(log, e);
                }
            }
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested)
        {
            // It is made, or another's.
        }
    }

    [LoggerMessage(5302, LogLevel.Warning, "The bundle {Export} could not be made at attempt {Attempt}.")]
    private static partial void NotMade(ILogger logger, string export, int attempt, Exception exception);

    [LoggerMessage(5303, LogLevel.Warning, "Bundles that wait cannot be looked for now.")]
    private static partial void NotLooked(ILogger logger, Exception exception);
}
