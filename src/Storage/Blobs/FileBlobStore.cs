using System.Runtime.CompilerServices;

namespace RtcCluster.Storage.Blobs;

/// <summary>Blobs as files below one folder. A write goes to a temporary file on the same disk and becomes visible by a rename, which is whole or not at all.</summary>
public sealed class FileBlobStore : IBlobStore
{
    private const string Unfinished = ".unfinished";

    // errno values as .NET hands them on (asm-generic/errno.h), and the Win32 codes.
    private const int AlreadyThere = 17;
    private const int OtherDisk = 18;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    // A folder that another call removed because it was empty is made again; more often than this it is not chance.
    private const int Tries = 5;
    private const int CopyBuffer = 81_920;

    // What a killed process left behind; no write takes that long.
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly bool _flush;
    private readonly StorageMetrics _metrics;
    private readonly Func<string, FileStream> _create;
    private volatile bool _isElsewhere;

    /// <summary>Opens the store, and makes its folder where it is missing.</summary>
    /// <param name="root">The store's folder.</param>
    /// <param name="flush">True waits for the disk at each write.</param>
    /// <param name="metrics">Counters of the stores.</param>
    public FileBlobStore(string root, bool flush, StorageMetrics metrics)
        : this(root, flush, metrics, Create)
    {
    }

    internal FileBlobStore(string root, bool flush, StorageMetrics metrics, Func<string, FileStream> create)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        _flush = flush;
        _metrics = metrics;
        _create = create;
        MakeFolder(Path.Combine(_root, Unfinished));
        RemoveStale();
    }

    /// <inheritdoc/>
    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) =>
        WriteAsync(path, file => file.WriteAsync(content, ct).AsTask(), ct);

    /// <inheritdoc/>
    public Task WriteAsync(string path, Stream content, CancellationToken ct = default) =>
        WriteAsync(path, file => content.CopyToAsync(file, CopyBuffer, ct), ct);

    /// <inheritdoc/>
    /// <remarks>A rename on the same disk, whole or not at all; what lies on another disk is refused. The file is as durable as whoever wrote it made it.</remarks>
    public Task<bool> TryAdoptAsync(string path, string file, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var target = Locate(path);
        if (_isElsewhere)
        {
            return Task.FromResult(false);
        }

        var length = new FileInfo(file) is { Exists: true } found ? found.Length : -1;
        if (length < 0 || !TryRename(file, target))
        {
            return Task.FromResult(false);
        }

        _metrics.BlobBytes.Add(length);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length ?? 0, nameof(length));
        ct.ThrowIfCancellationRequested();
        var file = new FileInfo(Locate(path));
        if (!file.Exists)
        {
            return Task.FromResult<Stream?>(null);
        }

        try
        {
            var blob = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, CopyBuffer, FileOptions.SequentialScan);
            var start = Math.Min(offset, blob.Length);
            blob.Position = start;
            return Task.FromResult<Stream?>(new BlobPart(blob, Math.Min(length ?? long.MaxValue, blob.Length - start)));
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            // Deleted between the two look-ups, which is the same as not there.
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <inheritdoc/>
    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var file = new FileInfo(Locate(path));
        return Task.FromResult(file.Exists ? Describe(file) : null);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var folder = new DirectoryInfo(BlobPath.CheckPrefix(prefix).Length == 0 ? _root : Locate(prefix));
        // Off the caller's thread: a folder on a slow disk must not hold a grain or a request thread.
        await Task.Yield();
        foreach (var blob in Walk(folder))
        {
            ct.ThrowIfCancellationRequested();
            yield return blob;
        }
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(string path, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(File.Exists(Locate(path)));
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string path, CancellationToken ct = default)
    {
        ct.ThrowIfCancellationRequested();
        var file = Locate(path);
        if (!File.Exists(file))
        {
            return Task.FromResult(false);
        }

        File.Delete(file);
        RemoveEmptyFolders(Path.GetDirectoryName(file)!);
        return Task.FromResult(true);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path);
        }
        else
        {
            System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool IsFull(IOException fault) => fault.HResult is NoSpace or QuotaExceeded or WindowsHandleDiskFull or WindowsDiskFull;

    private async Task WriteAsync(string path, Func<FileStream, Task> fill, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var target = Locate(path);
        var temporary = Path.Combine(_root, Unfinished, Guid.NewGuid().ToString("N"));
        try
        {
            long length;
            var file = _create(temporary);
            await using (file.ConfigureAwait(false))
            {
                await fill(file).ConfigureAwait(false);
                if (_flush)
                {
                    RandomAccess.FlushToDisk(file.SafeFileHandle);
                }

                length = file.Length;
            }

            Publish(temporary, target);
            _metrics.BlobBytes.Add(length);
        }
        catch (IOException full) when (IsFull(full))
        {
            _metrics.BlobsFull.Add(1);
            throw new BlobStoreFullException($"There is no room for blob {path}.", full);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private bool TryRename(string file, string target)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                MakeFolder(Path.GetDirectoryName(target)!);
                // Of a folder or a file, and never by copying: File.Move copies to another disk, and a reader would see the half of it.
                System.IO.Directory.Move(file, target);
                return true;
            }
            catch (IOException raced) when (tries < Tries && File.Exists(file) && (raced is DirectoryNotFoundException or FileNotFoundException || (raced.HResult == AlreadyThere && !File.Exists(target))))
            {
                // As in Publish.
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                _isElsewhere |= refused.HResult == OtherDisk;
                return false;
            }
        }
    }

    private static void Publish(string temporary, string target)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                MakeFolder(Path.GetDirectoryName(target)!);
                File.Move(temporary, target, overwrite: true);
                return;
            }
            catch (IOException raced) when (tries < Tries && (raced is DirectoryNotFoundException or FileNotFoundException || raced.HResult == AlreadyThere))
            {
                // DeleteAsync removed the folder as empty between the two lines above; rename(2) does not tell which of the two names is missing. Or it was there for
                // mkdir(2), because another writer had made it, and gone when the framework looked whether what is there is a folder.
            }
        }
    }

    private string Locate(string path)
    {
        var full = Path.GetFullPath(Path.Combine(_root, BlobPath.Check(path)));
        // The path's alphabet makes this impossible; the check stays in case somebody widens the alphabet.
        return full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new ArgumentException("The blob path leads out of the store.", nameof(path));
    }

    private BlobInfo Describe(FileInfo file) =>
        new(Path.GetRelativePath(_root, file.FullName).Replace('\\', '/'), file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero));

    private IEnumerable<BlobInfo> Walk(DirectoryInfo folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (DirectoryNotFoundException)
        {
            yield break;
        }

        // A folder sorts as its name with the slash that its paths have, which makes the whole walk ordinal.
        foreach (var entry in entries.Where(e => e.Name[0] != '.').OrderBy(e => e is DirectoryInfo ? e.Name + "/" : e.Name, StringComparer.Ordinal))
        {
            if (entry is DirectoryInfo inner)
            {
                foreach (var blob in Walk(inner))
                {
                    yield return blob;
                }
            }
            else if (entry is FileInfo file && file.Exists)
            {
                yield return Describe(file);
            }
        }
    }

    private void RemoveEmptyFolders(string folder)
    {
        while (folder.Length > _root.Length)
        {
            try
            {
                System.IO.Directory.Delete(folder, recursive: false);
            }
            catch (IOException)
            {
                // Not empty, or somebody wrote into it just now: then it is to stay.
                return;
            }

            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private void RemoveStale()
    {
        foreach (var file in new DirectoryInfo(Path.Combine(_root, Unfinished)).EnumerateFiles())
        {
            if (DateTime.UtcNow - file.LastWriteTimeUtc > Stale)
            {
                file.Delete();
            }
        }
    }
}
