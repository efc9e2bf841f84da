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
        _bytes = List().Sum(path => new FileInfo(FileOf(path)) is { Exists: true } file ? file.Length : 0);
    }

    /// <summary>Bytes that lie in it.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Writes a file whole or not at all; false with the reason when there is no room.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="bytes">What is in it.</param>
    /// <param name="problem">Why it was not written.</param>
    /// <param name="beyondLimit">Whether it is so small, and worth so much, that the limit does not hold for it.</param>
    public bool TryWrite(string path, ReadOnlySpan<byte> bytes, [NotNullWhen(false)] out string? problem, bool beyondLimit = false)
    {
        if (Interlocked.Add(ref _bytes, bytes.Length) > _limit && !beyondLimit)
        {
            Interlocked.Add(ref _bytes, -bytes.Length);
            problem = "The spool has reached its limit.";
            return false;
        }

        var file = FileOf(path);
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

    /// <summary>Deletes a file that is uploaded, and the folders that are empty then; nothing when it is gone.</summary>
    public void Delete(string path)
    {
        var file = FileOf(path);
        Remove(file);
        try
        {
            for (var folder = Path.GetDirectoryName(file)!; folder.Length > _root.Length; folder = Path.GetDirectoryName(folder)!)
            {
                Directory.Delete(folder, recursive: false);
            }
        }
        catch (IOException)
        {
            // Not empty: that is where it ends.
        }
    }

    private void Write(string file, ReadOnlySpan<byte> bytes)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                using (var stream = new FileStream(file + Unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    stream.Write(bytes);
                    if (_flush)
                    {
                        RandomAccess.FlushToDisk(stream.SafeFileHandle);
                    }
                }

                File.Move(file + Unfinished, file, overwrite: true);
                return;
            }
            catch (DirectoryNotFoundException) when (tries < Tries)
            {
                // Delete removed the folder as empty between the two lines above.
            }
        }
    }

    private void Remove(string file)
    {
        try
        {
            var length = new FileInfo(file) is { Exists: true } found ? found.Length : 0;
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
