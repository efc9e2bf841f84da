using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Media.Recording;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Media;

/// <summary>
/// Takes chunks from the media threads as they close and stores them: in the blob store, or while that fails in a folder of this machine, from where
/// they are uploaded later, also those that an earlier process left.
/// </summary>
/// <remarks>A media thread only puts a chunk into a queue. The call goes on whatever happens here; what is lost is counted and told.</remarks>
internal sealed partial class RecordingSpooler : IAsyncDisposable
{
    private const int Workers = 4;

    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    private readonly Channel<(RecordingUpload Upload, RecordingChunk Chunk)> _queue =
        Channel.CreateUnbounded<(RecordingUpload, RecordingChunk)>(new UnboundedChannelOptions { SingleReader = false });

    private readonly ConcurrentDictionary<string, RecordingUpload> _spooled = new(StringComparer.Ordinal);
    private readonly IBlobStore _blobs;
    private readonly SpoolFolder _folder;
    private readonly int _maxBacklog;
    private readonly EdgeMetrics _metrics;
    private readonly ILogger<RecordingSpooler> _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];
    private long _backlog;

    public RecordingSpooler(IBlobStore blobs, string dataPath, EdgeOptions options, EdgeMetrics metrics, ILogger<RecordingSpooler> log)
    {
        _blobs = blobs;
        _folder = new SpoolFolder(Path.Combine(dataPath, "spool"));
        _maxBacklog = options.MaxRecordingBacklog;
        _metrics = metrics;
        _log = log;
        metrics.AddGauge("rtc_recording_spooled", "Recording chunks that wait on this machine's disk.", () => _folder.Count);
        metrics.AddGauge("rtc_recording_backlog_bytes", "Bytes of recording chunks that wait in memory.", () => Volatile.Read(ref _backlog));
    }

    /// <summary>Begins to store, first of all what earlier processes left.</summary>
    public void Start()
    {
        for (var i = 0; i < Workers; i++)
        {
            _tasks.Add(Task.Run(StoreAsync));
        }

        _tasks.Add(Task.Run(RetryAsync));
    }

    /// <summary>Takes a chunk over; any thread, never waits.</summary>
    public void Take(RecordingUpload upload, RecordingChunk chunk)
    {
        upload.Made(chunk.Header.Samples, chunk.Header.SampleRate);
        var bytes = chunk.Bytes.Length;
        if (Interlocked.Add(ref _backlog, bytes) > _maxBacklog || !_queue.Writer.TryWrite((upload, chunk)))
        {
            Interlocked.Add(ref _backlog, -bytes);
            chunk.Dispose();
            Lose(upload, "More chunks wait to be stored than this edge may keep.");
        }
    }

    /// <summary>No more chunks of a recording come; ends when each is stored or lost, or when <paramref name="patience"/> is over.</summary>
    public static async Task CloseAsync(RecordingUpload upload, TimeSpan patience)
    {
        try
        {
            await upload.CloseAsync().WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            // What is on this machine's disk is uploaded later; until then the recording has gaps, and the caller says so.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _stop.CancelAsync();
        await Task.WhenAll(_tasks);
        _stop.Dispose();
    }

    private async Task StoreAsync()
    {
        // Read to the end also when the edge stops: what is queued then is written, if only to the spool.
        await foreach (var (upload, chunk) in _queue.Reader.ReadAllAsync())
        {
            using (chunk)
            {
                Interlocked.Add(ref _backlog, -chunk.Bytes.Length);
                await StoreAsync(upload, upload.PathOf(chunk.Header), chunk.Bytes);
            }
        }
    }

    private async Task StoreAsync(RecordingUpload upload, string path, ReadOnlyMemory<byte> bytes)
    {
        if (await TryWriteAsync(path, bytes) is not { } problem)
        {
            _metrics.RecordingChunk("stored");
            upload.WasStored();
            return;
        }

        upload.HasTrouble(problem);
        _spooled[path] = upload;
        if (_folder.TryWrite(path, bytes.Span, out var spoolProblem))
        {
            _metrics.RecordingChunk("spooled");
            LogSpooled(Pii.Text(problem));
            return;
        }

        _spooled.TryRemove(path, out _);
        Lose(upload, $"{problem} {spoolProblem}");
    }

    private void Lose(RecordingUpload upload, string problem)
    {
        _metrics.RecordingChunk("lost");
        LogLost(Pii.Text(problem));
        upload.WasLost(problem);
    }

    /// <summary>Null when it is stored, else what is wrong.</summary>
    private async Task<string?> TryWriteAsync(string path, ReadOnlyMemory<byte> bytes)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var patience = new CancellationTokenSource(WritePatience);
            await _blobs.WriteAsync(path, bytes, patience.Token);
            _metrics.ChunkWritten(Stopwatch.GetElapsedTime(begun));
            return null;
        }
        catch (BlobStoreFullException)
        {
            return "The blob store is full.";
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a store's client throws: the chunk is still ours and goes to the spool.
            return $"The blob store does not answer ({e.GetType().Name}).";
        }
    }

    private async Task RetryAsync()
    {
        try
        {
            while (true)
            {
                await UploadSpoolAsync();
                await Task.Delay(RetryEvery, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops; the next one uploads the rest.
        }
    }

    private async Task UploadSpoolAsync()
    {
        foreach (var path in _folder.List())
        {
            if (_stop.IsCancellationRequested || !_folder.TryRead(path, out var bytes) || await TryWriteAsync(path, bytes) is not null)
            {
                return;
            }

            _folder.Delete(path);
            _metrics.RecordingChunk("uploaded");
            if (_spooled.TryRemove(path, out var upload))
            {
                upload.WasStored();
            }
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "A recording chunk waits in the spool: {Problem}")]
    private partial void LogSpooled(Pii<string> problem);

    [LoggerMessage(2202, LogLevel.Error, "A recording chunk is lost: {Problem}")]
    private partial void LogLost(Pii<string> problem);
}
