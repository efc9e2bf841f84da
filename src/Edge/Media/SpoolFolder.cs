using System.Diagnostics.CodeAnalysis;

namespace RtcCluster.Edge.Media;

/// <summary>Files of this machine under the names that they will have in the blob store.</summary>
internal sealed class SpoolFolder
{
    private const string Unfinished = ".part";

    private readonly string _root;
    private int _count;

    public SpoolFolder(string root)
    {
        _root = Path.GetFullPath(root);
        Directory.CreateDirectory(_root);
        _count = List().Count;
    }

    /// <summary>Files that wait.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Writes a file whole or not at all; false with the reason when this disk has no room either.</summary>
    public bool TryWrite(string path, ReadOnlySpan<byte> bytes, [NotNullWhen(false)] out string? problem)
    {
        var file = FileOf(path);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using (var stream = new FileStream(file + Unfinished, FileMode.Create, FileAccess.Write))
            {
                stream.Write(bytes);
            }

            File.Move(file + Unfinished, file, overwrite: true);
            Interlocked.Increment(ref _count);
            problem = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The spool cannot be written ({e.GetType().Name}).";
            return false;
        }
    }

    /// <summary>The names of the files that wait, oldest recordings first; none when the folder cannot be read now.</summary>
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

    /// <summary>Deletes a file that is uploaded.</summary>
    public void Delete(string path)
    {
        File.Delete(FileOf(path));
        Interlocked.Decrement(ref _count);
    }

    private string FileOf(string path)
    {
        var file = Path.GetFullPath(Path.Combine(_root, path));
        return file.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? file
            : throw new ArgumentException("A spooled file must lie in the spool.", nameof(path));
    }
}
