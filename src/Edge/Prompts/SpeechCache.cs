using System.Runtime.InteropServices;
using RtcCluster.Media.Wav;

namespace RtcCluster.Edge.Prompts;

/// <summary>Spoken texts as WAV files in a folder of this machine: bounded, least recently used out, over restarts too. Any thread.</summary>
/// <remarks>A file that cannot be read or written is a text that is spoken anew: the disk's troubles are nobody's who listens.</remarks>
internal sealed class SpeechCache
{
    private const string Ending = ".wav";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, long Bytes)>> _files = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, long Bytes)> _byUse = [];
    private readonly string _folder;
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private long _bytes;

    /// <summary>Opens the folder, and makes it where it is missing.</summary>
    /// <param name="folder">Nothing else may lie in it.</param>
    /// <param name="maxBytes">Bytes of all files.</param>
    /// <param name="time">Dates the files by their last use.</param>
    public SpeechCache(string folder, long maxBytes, TimeProvider time)
    {
        _folder = folder;
        _maxBytes = maxBytes;
        _time = time;
        Directory.CreateDirectory(folder);
        foreach (var file in new DirectoryInfo(folder).GetFiles().OrderBy(static file => file.LastWriteTimeUtc))
        {
            if (file.Extension == Ending)
            {
                Add(Path.GetFileNameWithoutExtension(file.Name), file.Length);
            }
            else
            {
                // Of a write that a stop cut short.
                file.Delete();
            }
        }

        Shrink();
    }

    /// <summary>Bytes of the files that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>The samples of a key; null when they are not kept.</summary>
    public async Task<short[]?> FindAsync(string key)
    {
        lock (_lock)
        {
            if (!_files.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddLast(node);
        }

        try
        {
            var bytes = await File.ReadAllBytesAsync(PathOf(key));
            if (WavReader.TryRead(bytes, out var wav) == WavStatus.Ok)
            {
                // The order of use outlives the process.
                File.SetLastWriteTimeUtc(PathOf(key), _time.GetUtcNow().UtcDateTime);
                return wav.DecodeMono();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody took it away.
        }

        Forget(key);
        return null;
    }

    /// <summary>Keeps samples.</summary>
    public async Task KeepAsync(string key, ReadOnlyMemory<short> samples)
    {
        var header = new WavHeader(WavEncoding.Pcm16, 1, TelephoneRate.Hertz, samples.Length);
        var bytes = new byte[header.Length + header.DataLength];
        if (bytes.Length > _maxBytes)
        {
            return;
        }

        header.Write(bytes);
        MemoryMarshal.AsBytes(samples.Span).CopyTo(bytes.AsSpan(header.Length));
        try
        {
            var part = $"{PathOf(key)}.part";
            await File.WriteAllBytesAsync(part, bytes);
            File.Move(part, PathOf(key), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return;
        }

        lock (_lock)
        {
            Remove(key);
            Add(key, bytes.Length);
            Shrink();
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, key + Ending);

    private void Forget(string key)
    {
        lock (_lock)
        {
            Remove(key);
        }
    }

    private void Add(string key, long bytes)
    {
        _files[key] = _byUse.AddLast((key, bytes));
        _bytes += bytes;
    }

    private void Remove(string key)
    {
        if (_files.Remove(key, out var node))
        {
            _byUse.Remove(node);
            _bytes -= node.Value.Bytes;
        }
    }

    private void Shrink()
    {
        while (_bytes > _maxBytes && _byUse.First is { } oldest)
        {
            Remove(oldest.Value.Key);
            try
            {
                File.Delete(PathOf(oldest.Value.Key));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It is found again when the process starts.
            }
        }
    }
}
