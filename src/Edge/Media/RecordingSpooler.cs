using System.Threading.Channels;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Media.Recording;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>
/// Takes chunks from the media threads as they close, seals each, writes it into the spool on this machine's disk, and from there to the blob store
/// (<see cref="SpoolUploads"/>). Once a chunk is in the spool the process may be killed: the next one on this machine uploads it (<see cref="SpoolLeftovers"/>).
/// </summary>
/// <remarks>
/// A media thread only puts a chunk into a queue. The call goes on whatever happens here; what is lost is counted and told, and the manifest names it. The chunks of a recording
/// are sealed one after the other, since each binds the one before; recordings are spread over the sealers.
/// </remarks>
internal sealed partial class RecordingSpooler : IAsyncDisposable
{
    private const int Sealers = 4;

    private readonly Channel<SpoolItem>[] _queues = [.. Enumerable.Range(0, Sealers).Select(_ => Channel.CreateUnbounded<SpoolItem>(new UnboundedChannelOptions { SingleReader = true }))];
    private readonly RecordingVault _vault;
    private readonly SpoolFolder _folder;
    private readonly SpoolUploads _uploads;
    private readonly SpoolLeftovers _leftovers;
    private readonly LateTakes _late;
    private readonly SpoolerSettings _settings;
    private readonly EdgeMetrics _metrics;
    private readonly ILogger<RecordingSpooler> _log;
    private readonly List<Task> _tasks = [];
    private long _backlog;
    private int _full;

    public RecordingSpooler(RecordingVault vault, SpoolerSettings settings, EdgeMetrics metrics, ILogger<RecordingSpooler> log)
    {
        _vault = vault;
        _settings = settings;
        _folder = new SpoolFolder(Path.Combine(settings.DataPath, "spool"), settings.SpoolLimit, settings.Flush);
        _uploads = new SpoolUploads(vault.Blobs, _folder, metrics, log);
        _leftovers = new SpoolLeftovers(vault, _folder, _uploads, settings.Salvaged, log);
        _late = new LateTakes(vault.Blobs, _folder, settings.Salvaged, log);
        _metrics = metrics;
        _log = log;
        metrics.AddGauge("rtc_recording_spooled", "Recording files that wait on this machine's disk for the blob store.", () => _uploads.Waiting);
        metrics.AddGauge("rtc_recording_spool_bytes", "Bytes of recordings on this machine's disk.", () => _folder.Bytes);
        metrics.AddGauge("rtc_recording_spool_full", "1 while recordings are not kept because there is no room on this machine's disk.", () => Volatile.Read(ref _full));
        metrics.AddGauge("rtc_recording_store_away", "1 while the blob store takes no recordings.", () => _uploads.IsAway ? 1 : 0);
        metrics.AddGauge("rtc_recording_backlog_bytes", "Bytes of recording chunks that wait in memory.", () => Volatile.Read(ref _backlog));
    }

    /// <summary>Begins to store, and takes up what earlier processes left.</summary>
    public void Start()
    {
        _leftovers.Find();
        _tasks.AddRange(_queues.Select(queue => Task.Run(() => SealAsync(queue.Reader))));
        _uploads.Start();
        _leftovers.Start();
    }

    /// <summary>Takes a chunk over; any thread, never waits.</summary>
    public void Take(RecordingUpload upload, RecordingChunk chunk) => Take(upload, SpoolChunk.Of(chunk));

    /// <summary>Takes a chunk over; any thread, never waits.</summary>
    public void Take(RecordingUpload upload, SpoolChunk chunk)
    {
        var bytes = chunk.Bytes.Length;
        if (!chunk.Facts.IsDraft)
        {
            upload.Made(chunk.Facts.Samples, chunk.Rate);
        }

        if (Interlocked.Add(ref _backlog, bytes) > _settings.MaxBacklog || !QueueOf(upload).TryWrite(new SpoolItem(upload, chunk)))
        {
            Interlocked.Add(ref _backlog, -bytes);
            var (number, isDraft) = (chunk.Facts.Number, chunk.Facts.IsDraft);
            chunk.Dispose();
            if (!isDraft)
            {
                upload.Skipped(number);
                Lose(upload, "More chunks wait to be stored than this edge may keep.");
            }
        }
    }

    /// <summary>No more chunks of a recording come; ends when each is stored or lost, or when <paramref name="patience"/> is over. What is stored after that is told to the recording's grain.</summary>
    public async Task CloseAsync(RecordingUpload upload, TimeSpan patience, TakeEnd end = TakeEnd.Closed)
    {
        if (upload.TryClose(end) && !QueueOf(upload).TryWrite(new SpoolItem(upload, null)))
        {
            upload.ManifestDone(stored: false);
        }

        try
        {
            await upload.Settled.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            // What is on this machine's disk is uploaded later; until then the recording has gaps, and the caller says so.
            if (upload.TryBeLate())
            {
                _late.Add(upload);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues)
        {
            queue.Writer.TryComplete();
        }

        // What is queued is sealed and written into the spool; what the store then does not take at once the next process uploads.
        await Task.WhenAll(_tasks);
        await _leftovers.DisposeAsync();
        await _late.DisposeAsync();
        await _uploads.DisposeAsync();
    }

    private ChannelWriter<SpoolItem> QueueOf(RecordingUpload upload) => _queues[(uint)string.GetHashCode(upload.Recording.Key, StringComparison.Ordinal) % Sealers].Writer;

    private async Task SealAsync(ChannelReader<SpoolItem> queue)
    {
        var takes = new Dictionary<RecordingUpload, SpooledTake>();
        await foreach (var item in queue.ReadAllAsync())
        {
            try
            {
                await StoreAsync(takes, item);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Keys that cannot be read, most of all: without one nothing can be sealed, and nothing is stored unsealed.
                LogFailed(e);
                if (item.Chunk is null)
                {
                    item.Upload.ManifestDone(stored: false);
                }
                else if (!item.Chunk.Facts.IsDraft)
                {
                    Lose(item.Upload, $"The recording cannot be sealed ({e.GetType().Name}).");
                }
            }
        }

        foreach (var take in takes.Values)
        {
            take.Dispose();
        }
    }

    private async ValueTask StoreAsync(Dictionary<RecordingUpload, SpooledTake> takes, SpoolItem item)
    {
        using var chunk = item.Chunk;
        Interlocked.Add(ref _backlog, -(chunk?.Bytes.Length ?? 0));
        if (!takes.TryGetValue(item.Upload, out var take))
        {
            takes[item.Upload] = take = new SpooledTake(item.Upload, _vault, _folder, _uploads, _settings.Edge);
        }

        if (chunk is null)
        {
            takes.Remove(item.Upload);
            using (take)
            {
                await take.CloseAsync();
            }
        }
        else if (await take.StoreAsync(chunk) is not { } problem)
        {
            Volatile.Write(ref _full, 0);
        }
        else if (!chunk.Facts.IsDraft)
        {
            Volatile.Write(ref _full, 1);
            Lose(item.Upload, problem);
        }
    }

    private void Lose(RecordingUpload upload, string problem)
    {
        _metrics.RecordingChunk("lost");
        LogLost(Pii.Text(problem));
        upload.WasLost(problem);
    }

    [LoggerMessage(2202, LogLevel.Error, "A recording chunk is lost: {Problem}")]
    private partial void LogLost(Pii<string> problem);

    [LoggerMessage(2206, LogLevel.Error, "A recording cannot be sealed.")]
    private partial void LogFailed(Exception exception);

    /// <summary>A chunk to store, or the end of its take.</summary>
    private readonly record struct SpoolItem(RecordingUpload Upload, SpoolChunk? Chunk);
}
