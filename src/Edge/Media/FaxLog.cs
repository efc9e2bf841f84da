using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Media.Fax;

namespace RtcCluster.Edge.Media;

/// <summary>What is counted and logged of the fax machines of this edge. Any thread.</summary>
internal sealed partial class FaxLog
{
    private readonly EdgeMetrics _metrics;
    private readonly ILogger<FaxLog> _log;
    private int _active;

    public FaxLog(EdgeMetrics metrics, ILogger<FaxLog> log)
    {
        (_metrics, _log) = (metrics, log);
        metrics.AddGauge("rtc_fax_machines_active", "Fax machines that talk with a leg at this edge.", () => Volatile.Read(ref _active));
        if (!FaxLibrary.IsAvailable)
        {
            LogAbsent();
        }
    }

    /// <summary>A machine begins.</summary>
    public void Began() => Interlocked.Increment(ref _active);

    /// <summary>A machine has ended.</summary>
    public void Ended(FaxResult result, bool isT38)
    {
        Interlocked.Decrement(ref _active);
        _metrics.FaxEnded(result.IsComplete ? "complete" : result.Pages > 0 ? "cut" : "failed", result.Pages);
        LogEnded(Pii.Text(result.Text), result.Pages, isT38, result.BitRate, result.CorrectedErrors);
    }

    /// <summary>There is no machine for a leg.</summary>
    public void Missing()
    {
        _metrics.FaxEnded("unavailable", 0);
        LogMissing();
    }

    /// <summary>A machine cannot be made, though the library is there.</summary>
    public void Unmade(Exception why) => LogUnmade(why);

    /// <summary>Pages that were received cannot be read.</summary>
    public void Unreadable(FaxTiffStatus status) => LogUnreadable(status);

    /// <summary>A page could not be taken.</summary>
    public void Failed(Exception why) => LogFailed(why);

    [LoggerMessage(5102, LogLevel.Information, "libspandsp is not installed: this edge neither receives nor sends faxes.")]
    private partial void LogAbsent();

    [LoggerMessage(5103, LogLevel.Information, "A fax ended: {Result}; {Pages} pages, over T.38: {IsT38}, {BitRate} bit/s, errors corrected: {Corrected}.")]
    private partial void LogEnded(Pii<string> result, int pages, bool isT38, int bitRate, bool corrected);

    [LoggerMessage(5104, LogLevel.Warning, "A fax cannot be had: libspandsp is not installed at this edge, or its leg has no media.")]
    private partial void LogMissing();

    [LoggerMessage(5105, LogLevel.Warning, "Pages of a fax cannot be read: {Status}.")]
    private partial void LogUnreadable(FaxTiffStatus status);

    [LoggerMessage(5106, LogLevel.Error, "A page of a fax cannot be taken.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(5107, LogLevel.Error, "A fax machine cannot be made.")]
    private partial void LogUnmade(Exception exception);
}
