using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Media;

/// <summary>
/// Takes that were not stored when their recording's end was reported: when they are, the recording's grain is told, which had to go by what was there. Until that is done the take's opening lies in the spool,
/// so that the next process of this machine tells where this one does not live to.
/// </summary>
internal sealed partial class LateTakes(IBlobStore blobs, SpoolFolder folder, Func<RecordingId, Task> told, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Task> _tasks = [];
    private bool _stopped;

    /// <summary>Waits for a take; any thread, never waits itself.</summary>
    public void Add(RecordingUpload upload)
    {
        Task task;
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }

            task = Task.Run(() => RunAsync(upload));
            _tasks.Add(task);
        }

        _ = task.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        Task[] rest;
        lock (_lock)
        {
            _stopped = true;
            rest = [.. _tasks];
        }

        await _stop.CancelAsync();
        await Task.WhenAll(rest);
        _stop.Dispose();
    }

    private void Remove(Task task)
    {
        lock (_lock)
        {
            _tasks.Remove(task);
        }
    }

    private async Task RunAsync(RecordingUpload upload)
    {
        try
        {
            await upload.Settled.WaitAsync(_stop.Token);
            var wait = FirstRetry;
            while (!await TryTellAsync(upload))
            {
                await Task.Delay(wait, _stop.Token);
                wait = wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
            }

            // Without a manifest the next process makes one of what is there.
            if (upload is { Take: { } take, IsSigned: true })
            {
                folder.Delete(take.Opening);
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops; the next one tells it.
        }
    }

    private async Task<bool> TryTellAsync(RecordingUpload upload)
    {
        try
        {
            await told(upload.Recording);
            return upload.Take is not { } take || !await MendAsync(take);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // Whatever the store's client throws or the cluster answers: the opening is still there, and it is tried again.
            LogLater(log, Pii.Text(e.Message));
            return false;
        }
    }

    /// <summary>
    /// Whoever took this edge for dead may have signed for less at the very moment in which our own manifest came: then ours is written again, and it is to be told again. One that is gone was deleted with its
    /// recording.
    /// </summary>
    private async Task<bool> MendAsync(SealedTake take)
    {
        if (await blobs.OpenReadAsync(take.Path, 0, take.Manifest.Length + 1L, _stop.Token) is not { } stream)
        {
            return false;
        }

        using var present = new MemoryStream();
        await using (stream)
        {
            await stream.CopyToAsync(present, _stop.Token);
        }

        if (present.GetBuffer().AsSpan(0, (int)present.Length).SequenceEqual(take.Manifest))
        {
            return false;
        }

        await blobs.WriteAsync(take.Path, take.Manifest, _stop.Token);
        return true;
    }

    [LoggerMessage(2207, LogLevel.Warning, "A recording that was stored late is not told of yet: {Problem}")]
    private static partial void LogLater(ILogger log, Pii<string> problem);
}
