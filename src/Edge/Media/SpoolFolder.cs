using System.Diagnostics.CodeAnalysis;

namespace RtcCluster.Edge.Media;

/// <summary>Files of this machine under the names that they will have in the blob store. Any thread.</summary>
internal sealed class SpoolFolder
{
    private const string Unfinished = ".part";

    // A folder that another thread removed because it was empty is made again; more often than this it is not chance.
    private const int Tries = 5;

    private readonly string _root;
    private readonly long _limit;
    private readonly bool _flush;
    private long _bytes;

    public SpoolFolder(string root, long limit, bool flush)
    {
        _root = Path.GetFullPath(root);
        _limit = limit;
        _flush = flush;
        Directory.CreateDirectory(_root);
        RemoveUnfinished();
        _bytes = List().Sum(path => new FileInfo(FileOf(path)) is { Exists: true } file ? file.Length : 0);
    }

    /// <summary>Bytes that lie in it.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Writes a file whole or not at all; false with the reason when there is no room.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="problem">Why it was not written.</param>
    /// <param name="beyondLimit">Whether it is so small, and worth so much, that the limit does not hold for it.</param>
    /// <param name="over">The name of a file that was set aside, in whose place it is written: the disk then neither makes a file nor deletes one. It is gone after this, whether this one is written or not.</param>
    public bool TryWrite(string path, ReadOnlySpan<byte> bytes, [NotNullWhen(false)] out string? problem, bool beyondLimit = false, string? over = null)
    {
        var file = FileOf(path);
        if (over is not null)
        {
            Rename(FileOf(over) + Unfinished, file + Unfinished);
        }

        if (Interlocked.Add(ref _bytes, bytes.Length) > _limit && !beyondLimit)
        {
            Interlocked.Add(ref _bytes, -bytes.Length);
            Remove(file + Unfinished);
            problem = "The spool has reached its limit.";
            return false;
        }

        try
        {
            Write(file, bytes);
            problem = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Interlocked.Add(ref _bytes, -bytes.Length);
            Remove(file + Unfinished);
            problem = $"The spool cannot be written ({e.GetType().Name}).";
            return false;
        }
    }

    /// <summary>The names of the files in it, oldest recordings first; none when the folder cannot be read now.</summary>
    public IReadOnlyList<string> List()
    {
        try
        {
            return [.. Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories)
                .Where(f => !f.EndsWith(Unfinished, StringComparison.Ordinal))
                .Select(f => Path.GetRelativePath(_root, f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Reads a file; false when it is gone.</summary>
    public bool TryRead(string path, out byte[] bytes)
    {
        try
        {
            bytes = File.ReadAllBytes(FileOf(path));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            bytes = [];
            return false;
        }
    }

    /// <summary>Whether a file lies in it.</summary>
    public bool Has(string path) => File.Exists(FileOf(path));

    /// <summary>Offers a file to whoever may take it away as it is; false when they do not, and it is still here.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="take">Told where it lies; true when it no longer does.</param>
    public async Task<bool> TryGiveAsync(string path, Func<string, Task<bool>> take)
    {
        var file = FileOf(path);
        var length = LengthOf(file);
        if (length < 0 || !await take(file))
        {
            return false;
        }

        Interlocked.Add(ref _bytes, -length);
        return true;
    }

    /// <summary>Sets a file aside that is needed no more, for another to be written in its place (<see cref="TryWrite"/>): it is not in the spool after this, and a next process deletes it.</summary>
    public void SetAside(string path)
    {
        var file = FileOf(path);
        try
        {
            var length = Math.Max(0, LengthOf(file));
            File.Move(file, file + Unfinished, overwrite: true);
            Interlocked.Add(ref _bytes, -length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(file);
        }
    }

    /// <summary>Deletes a file that was set aside; nothing when there is none.</summary>
    public void DeleteAside(string path) => Remove(FileOf(path) + Unfinished);

    /// <summary>Deletes a file that is uploaded, and the folders that are empty then; nothing when it is gone.</summary>
    public void Delete(string path)
    {
        var file = FileOf(path);
        Remove(file);
        try
        {
            for (var folder = Path.GetDirectoryName(file)!; folder.Length > _root.Length && IsEmpty(folder); folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder, recursive: false);
            }
        }
        catch (IOException)
        {
            // Somebody wrote into it just now, or removed it.
        }
    }

    // To ask costs less than an exception for each file but the last.
    private static bool IsEmpty(string folder) => !Directory.EnumerateFileSystemEntries(folder).Any();

    private static long LengthOf(string file) => new FileInfo(file) is { Exists: true } found ? found.Length : -1;

    private static FileStream Create(string file)
    {
        // Not cut to nothing first: of a file that was, ext4 begins to write the content to the disk when it is closed (auto_da_alloc), while the sealer waits.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            // The blob store may take the file as it is.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }

    private void Write(string file, ReadOnlySpan<byte> bytes)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (tries > 1)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                }

                using (var stream = Create(file + Unfinished))
                {
                    stream.Write(bytes);
                    if (stream.Length > bytes.Length)
                    {
                        stream.SetLength(bytes.Length);
                    }

                    if (_flush)
                    {
                        RandomAccess.FlushToDisk(stream.SafeFileHandle);
                    }
                }

                File.Move(file + Unfinished, file, overwrite: true);
                return;
            }
            catch (IOException e) when (tries < Tries && e is DirectoryNotFoundException or FileNotFoundException)
            {
                // The first file of a take; or Delete removed the folder as empty; or another process that begins here took it for unfinished.
            }
        }
    }

    private static void Rename(string unfinished, string to)
    {
        try
        {
            File.Move(unfinished, to, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then a file is made. What could not be renamed goes when the next process begins.
        }
    }

    // What a process that was killed had begun to write: before this one writes anything.
    private void RemoveUnfinished()
    {
        try
        {
            foreach (var file in Directory.EnumerateFiles(_root, "*" + Unfinished, SearchOption.AllDirectories))
            {
                Remove(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be read has nothing to take up either.
        }
    }

    private void Remove(string file)
    {
        try
        {
            var length = Math.Max(0, LengthOf(file));
            File.Delete(file);
            // What is unfinished was never counted.
            Interlocked.Add(ref _bytes, file.EndsWith(Unfinished, StringComparison.Ordinal) ? 0 : -length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that lets nothing be deleted: the next start takes the file up again, and storing it twice changes nothing.
        }
    }

    private string FileOf(string path)
    {
        var file = Path.GetFullPath(Path.Combine(_root, path));
        return file.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? file
            : throw new ArgumentException("A spooled file must lie in the spool.", nameof(path));
    }
}
