using System.Diagnostics;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Media.Fax;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>Takes what a fax machine tells, off the media thread: each page goes into the spool as soon as it was confirmed, and the end is reported after the last of them.</summary>
/// <param name="upload">Where pages go; null for a machine that sends.</param>
/// <param name="leg">The leg.</param>
/// <param name="fax">The fax.</param>
/// <param name="resources">What the media of all calls share.</param>
/// <param name="report">Tells the call.</param>
internal sealed class FaxIntake(RecordingUpload? upload, LegId leg, RecordingId fax, MediaResources resources, Action<LegEvent> report)
{
    // A fax that was received is as long as it is: what bounds it is its bytes.
    private static readonly FaxLimits Received = FaxLimits.Default with { Pages = 10_000, Bytes = int.MaxValue };

    private readonly Lock _lock = new();
    private long _since = Stopwatch.GetTimestamp();
    private Task _work = Task.CompletedTask;
    private int _stored;
    private int _torn;

    /// <summary>How the take ends.</summary>
    public TakeEnd End { get; set; } = TakeEnd.Closed;

    /// <summary>Takes an event; never waits.</summary>
    public void Take(FaxEvent happened)
    {
        lock (_lock)
        {
            _work = _work.ContinueWith(_ => Work(happened), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Work(FaxEvent happened)
    {
        try
        {
            switch (happened)
            {
                case FaxEvent.Pages pages when upload is not null:
                    Store(upload, pages);
                    break;
                case FaxEvent.Ended ended:
                    Over(ended.Result);
                    break;
                default:
                    break;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A page that cannot be read or written is one less; the end is told whatever happens.
            resources.Faxes.Failed(e);
            if (happened is FaxEvent.Ended ended)
            {
                Over(ended.Result);
            }
        }
    }

    private void Store(RecordingUpload into, FaxEvent.Pages told)
    {
        // The library writes a page when it is whole, and counts it when it has confirmed it.
        var status = FaxTiff.TryRead(told.Tiff, Received, out var pages, from: _stored + _torn);
        if (status != FaxTiffStatus.Ok)
        {
            _torn = told.Count - _stored;
            resources.Faxes.Unreadable(status);
            return;
        }

        foreach (var page in pages.Take(told.Count - _stored - _torn))
        {
            var took = Stopwatch.GetElapsedTime(_since);
            _since = Stopwatch.GetTimestamp();
            resources.Spooler.Take(into, SpoolChunk.OfPage(_stored, FaxTiff.Write([page]), took));
            _stored++;
        }
    }

    private void Over(FaxResult result)
    {
        var pages = upload is null ? result.Pages : _stored;
        report(new FaxOver(leg, resources.Clock.Utc, fax, result.IsComplete && pages == result.Pages, pages, result.Station, result.Text));
        if (upload is null)
        {
            report(new RecordingClosed(leg, resources.Clock.Utc, fax, 0, 0, true));
        }
        else
        {
            resources.CloseRecording(upload, leg, report, End);
        }
    }
}
