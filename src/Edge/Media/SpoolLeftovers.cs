using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Media;

/// <summary>Takes up what earlier processes of this machine left in the spool: uploads it, and gives each take that was cut off a manifest that says so.</summary>
internal sealed partial class SpoolLeftovers(RecordingVault vault, SpoolFolder folder, SpoolUploads uploads, Func<RecordingId, Task> salvaged, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private List<(string Prefix, ulong Take, List<(string Path, SealedName Name)> Files)> _takes = [];
    private Task _task = Task.CompletedTask;

    /// <summary>Looks what is there; before anything of this process is.</summary>
    public void Find()
    {
        var files = folder.List().Select(path => (Path: path, Name: SealedName.Read(path))).ToList();
        foreach (var (path, _) in files.Where(file => file.Name.Kind is SealedFile.PlainChunk or SealedFile.Unknown))
        {
            // A chunk of a version before seals goes as it is.
            uploads.Add(path, new SpoolFile(null, SpoolFileKind.Chunk));
        }

        _takes = [.. files.Where(file => file.Name.Kind is SealedFile.Chunk or SealedFile.Opening or SealedFile.Manifest)
            .GroupBy(file => (Prefix: file.Path[..(file.Path.LastIndexOf('/') + 1)], file.Name.Take))
            .Select(take => (take.Key.Prefix, take.Key.Take, take.ToList()))];
    }

    public void Start() => _task = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var wait = FirstRetry;
        try
        {
            while (_takes.Count > 0)
            {
                var left = new List<(string, ulong, List<(string, SealedName)>)>();
                foreach (var (prefix, take, files) in _takes)
                {
                    if (!await TryTakeAsync(prefix, take, files))
                    {
                        left.Add((prefix, take, files));
                    }
                }

                wait = left.Count < _takes.Count ? FirstRetry : wait * 2 < LongestRetry ? wait * 2 : LongestRetry;
                _takes = left;
                if (left.Count > 0)
                {
                    await Task.Delay(wait, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops; the next one goes on.
        }
    }

    private async Task<bool> TryTakeAsync(string prefix, ulong take, List<(string Path, SealedName Name)> files)
    {
        try
        {
            return await TakeAsync(prefix, take, files);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            // Whatever a store's client throws: the files are still there, and it is tried again.
            LogLater(log, Pii.Text(e.Message));
            return false;
        }
    }

    private async Task<bool> TakeAsync(string prefix, ulong take, List<(string Path, SealedName Name)> files)
    {
        var opening = files.Find(file => file.Name.Kind == SealedFile.Opening).Path;
        var recording = opening is not null && folder.TryRead(opening, out var bytes) ? TakeOpening.TryParse(bytes)?.Recording : null;
        foreach (var (path, name) in files)
        {
            if (name.IsDraft && await IsWholeAsync(prefix, name, files))
            {
                folder.Delete(path);
                continue;
            }

            if (await uploads.TryUploadAsync(path, _stop.Token) is not null && folder.TryRead(path, out _))
            {
                return false;
            }

            if (name.Kind != SealedFile.Opening)
            {
                folder.Delete(path);
            }
        }

        await new TakeSalvage(vault.Blobs, vault.Keys, vault.Signing).CloseAsync(prefix, take, _stop.Token);
        if (recording is not null)
        {
            await salvaged(new RecordingId(recording));
        }

        // Last: while it lies here, a next process knows of the take.
        if (opening is not null)
        {
            folder.Delete(opening);
        }

        LogTakenUp(log, files.Count);
        return true;
    }

    /// <summary>Whether the chunk that a draft belongs to is there whole, here or in the store.</summary>
    private async Task<bool> IsWholeAsync(string prefix, SealedName draft, List<(string Path, SealedName Name)> files)
    {
        if (files.Exists(file => file.Name is { Kind: SealedFile.Chunk, IsDraft: false } && file.Name.Number == draft.Number))
        {
            return true;
        }

        await foreach (var blob in vault.Blobs.ListAsync(prefix.TrimEnd('/'), _stop.Token))
        {
            if (SealedName.Read(blob.Path) is { Kind: SealedFile.Chunk, IsDraft: false } name && name.Take == draft.Take && name.Number == draft.Number)
            {
                return true;
            }
        }

        return false;
    }

    [LoggerMessage(2204, LogLevel.Information, "A take that an earlier process left was taken up, with {Files} files.")]
    private static partial void LogTakenUp(ILogger log, int files);

    [LoggerMessage(2205, LogLevel.Warning, "A take that an earlier process left waits in the spool: {Problem}")]
    private static partial void LogLater(ILogger log, Pii<string> problem);
}
