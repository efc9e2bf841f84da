using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Media;

/// <summary>Brings files of the spool to the blob store, a few at a time; while that fails they stay where they are, and it is tried again, at most once a minute.</summary>
internal sealed partial class SpoolUploads(IBlobStore blobs, SpoolFolder folder, EdgeMetrics metrics, ILogger log) : IAsyncDisposable
{
    private const int Workers = 4;

    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, SpoolFile> _waiting = new(StringComparer.Ordinal);
    // Those that a thread is at: another one leaves them to it.
    private readonly ConcurrentDictionary<string, bool> _busy = new(StringComparer.Ordinal);
    // Openings of which one of the two that they wait for is stored: they, or their takes' manifests.
    private readonly HashSet<string> _openings = new(StringComparer.Ordinal);
    private readonly Channel<string> _queue = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private volatile bool _away;
    private volatile string _problem = "";

    /// <summary>Files that wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Whether the store took nothing when it was last asked.</summary>
    public bool IsAway => _away;

    public void Start()
    {
        for (var i = 0; i < Workers; i++)
        {
            _tasks.Add(Task.Run(UploadAsync));
        }

        _tasks.Add(Task.Run(RetryAsync));
    }

    /// <summary>Uploads a file that is in the spool; any thread, never waits.</summary>
    public void Add(string path, SpoolFile file)
    {
        _waiting[path] = file;
        if (_away)
        {
            // The retry takes it; until then the take's owner is told that it waits.
            file.Upload?.HasTrouble(_problem);
        }
        else
        {
            _queue.Writer.TryWrite(path);
        }
    }

    /// <summary>Stores a file that the spool has no room for; null when it is stored, else what is wrong.</summary>
    public async ValueTask<string?> TryStoreAsync(string path, ReadOnlyMemory<byte> bytes, SpoolFile file)
    {
        // Whoever asks has other recordings behind this one: no time is lost on a store that is known to be away.
        var problem = _away ? _problem : await TryWriteAsync(path, bytes, _stop.Token);
        if (problem is null)
        {
            Stored(file, "stored");
        }

        return problem;
    }

    /// <summary>Uploads a file of the spool now; null when it is stored, else what is wrong.</summary>
    public async Task<string?> TryUploadAsync(string path, CancellationToken ct) =>
        folder.TryRead(path, out var bytes) ? await TryWriteAsync(path, bytes, ct) : "The spool cannot be read.";

    // A store on the same disk takes the file as it is; an opening is needed here as well.
    private async Task<string?> TryUploadAsync(string path, SpoolFile file, CancellationToken ct) =>
        file.Kind != SpoolFileKind.Opening && await TryGiveAsync(path, ct) ? null : await TryUploadAsync(path, ct);

    private async Task<bool> TryGiveAsync(string path, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            if (!await folder.TryGiveAsync(path, file => blobs.TryAdoptAsync(path, file, ct)))
            {
                return false;
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a store's client throws: writing the bytes says what is wrong.
            return false;
        }

        metrics.ChunkWritten(Stopwatch.GetElapsedTime(begun));
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        if (_away)
        {
            await _stop.CancelAsync();
        }

        // What is queued is tried once while the store takes it.
        await Task.WhenAll(_tasks.Take(Workers));
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks);
        _stop.Dispose();
    }

    private async Task<string?> TryWriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(WritePatience);
            await blobs.WriteAsync(path, bytes, patience.Token);
            metrics.ChunkWritten(Stopwatch.GetElapsedTime(begun));
            return null;
        }
        catch (BlobStoreFullException)
        {
            return "The blob store is full.";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a store's client throws: the file is still ours.
            return $"The blob store does not answer ({e.GetType().Name}).";
        }
    }

    private async Task UploadAsync()
    {
        await foreach (var path in _queue.Reader.ReadAllAsync())
        {
            if (!_away && !_stop.IsCancellationRequested)
            {
                await TryAsync(path, "stored");
            }
        }
    }

    private async Task<bool> TryAsync(string path, string counted)
    {
        if (!_busy.TryAdd(path, true))
        {
            return true;
        }

        try
        {
            return await TryAloneAsync(path, counted);
        }
        finally
        {
            _busy.TryRemove(path, out _);
        }
    }

    private async Task<bool> TryAloneAsync(string path, string counted)
    {
        if (!_waiting.TryGetValue(path, out var file))
        {
            return true;
        }

        if (await TryUploadAsync(path, file, _stop.Token) is { } problem)
        {
            if (_stop.IsCancellationRequested)
            {
                return false;
            }

            if (!folder.Has(path))
            {
                // Somebody took it away: what comes after must not wait for it.
                Lose(path);
                return true;
            }

            _problem = problem;
            _away = true;
            metrics.RecordingChunk("spooled");
            LogSpooled(log, Pii.Text(problem));
            file.Upload?.HasTrouble(problem);
            return false;
        }

        Forget(path, counted);
        return true;
    }

    private void Lose(string path)
    {
        if (!_waiting.TryRemove(path, out var file))
        {
            return;
        }

        metrics.RecordingChunk("lost");
        switch (file.Kind)
        {
            case SpoolFileKind.Chunk:
                file.Upload?.WasLost("A file is gone from the spool.");
                break;
            case SpoolFileKind.Opening:
                file.Upload?.OpeningDone();
                break;
            case SpoolFileKind.Manifest:
                file.Upload?.ManifestDone(stored: false);
                break;
            default:
                break;
        }
    }

    private void Forget(string path, string counted)
    {
        if (!_waiting.TryRemove(path, out var file))
        {
            return;
        }

        if (file.Kind == SpoolFileKind.Opening)
        {
            Release(path, file.Upload);
        }
        else
        {
            folder.Delete(path);
        }

        Stored(file, counted);
    }

    /// <summary>An opening stays in the spool until both it and its take's manifest are stored, whichever is later; of a take that is late it stays until that is told.</summary>
    private void Release(string opening, RecordingUpload? upload)
    {
        lock (_openings)
        {
            if (!_openings.Remove(opening))
            {
                _openings.Add(opening);
            }
            else if (upload is not { IsLate: true })
            {
                folder.Delete(opening);
            }
        }
    }

    private void Stored(SpoolFile file, string counted)
    {
        switch (file.Kind)
        {
            case SpoolFileKind.Chunk:
                metrics.RecordingChunk(counted);
                file.Upload?.WasStored();
                break;
            case SpoolFileKind.Opening:
                file.Upload?.OpeningDone();
                break;
            case SpoolFileKind.Manifest:
                if (file.Opening is { } opening)
                {
                    Release(opening, file.Upload);
                }

                file.Upload?.ManifestDone(stored: true);
                break;
            default:
                break;
        }
    }

    /// <summary>What did not get through is tried again, one file first; when the store takes that, the rest.</summary>
    private async Task RetryAsync()
    {
        var wait = FirstRetry;
        try
        {
            while (true)
            {
                await Task.Delay(wait, _stop.Token);
                if (!_away)
                {
                    wait = FirstRetry;
                    continue;
                }

                var files = _waiting.Keys.Order(StringComparer.Ordinal).ToList();
                var got = 0;
                while (got < files.Count && !_stop.IsCancellationRequested && await TryAsync(files[got], "uploaded"))
                {
                    got++;
                }

                wait = got > 0 ? FirstRetry : Later(wait);
                if (got == files.Count)
                {
                    Return();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops; the next one uploads the rest.
        }
    }

    /// <summary>The store is back. What was added while it was taken for away is queued; a file that is queued twice is uploaded once.</summary>
    private void Return()
    {
        _away = false;
        foreach (var path in _waiting.Keys)
        {
            _queue.Writer.TryWrite(path);
        }
    }

    private static TimeSpan Later(TimeSpan wait) => wait * 2 < LongestRetry ? wait * 2 : LongestRetry;

    [LoggerMessage(2201, LogLevel.Warning, "A recording waits in the spool: {Problem}")]
    private static partial void LogSpooled(ILogger log, Pii<string> problem);
}
