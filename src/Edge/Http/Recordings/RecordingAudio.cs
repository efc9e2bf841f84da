using System.Globalization;
using RtcCluster.Media.Recording;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>A stored recording as a seekable stream of WAV bytes, made chunk by chunk while it is read; no chunk is decoded that no byte is asked of.</summary>
internal sealed class RecordingAudio : Stream
{
    private readonly IBlobStore _blobs;
    private readonly RecordingWav _wav;
    private readonly Dictionary<int, string> _paths;
    private byte[] _chunk = [];
    private int _loaded = -1;
    private long _position;

    private RecordingAudio(IBlobStore blobs, RecordingWav wav, Dictionary<int, string> paths)
    {
        _blobs = blobs;
        _wav = wav;
        _paths = paths;
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _wav.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <summary>Opens what is stored under a prefix; null when there is nothing that can be read.</summary>
    public static async Task<RecordingAudio?> OpenAsync(IBlobStore blobs, string prefix, CancellationToken ct)
    {
        var paths = new Dictionary<int, string>();
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/'), ct))
        {
            if (int.TryParse(blob.Path.AsSpan(blob.Path.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < RecordingWav.MaxChunks)
            {
                paths[number] = blob.Path;
            }
        }

        // Every chunk but the last is whole, so the last readable header tells the length of all.
        foreach (var number in paths.Keys.OrderDescending())
        {
            if (await ReadHeaderAsync(blobs, paths[number], ct) is { } last && last.Number == number)
            {
                return new RecordingAudio(blobs, new RecordingWav(RecordingWav.FromLast(paths.Keys.Where(n => n <= number), last)), paths);
            }
        }

        return null;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var number = _wav.ChunkAt(_position);
        if (number >= 0 && number != _loaded)
        {
            _chunk = await LoadAsync(number, cancellationToken);
            _loaded = number;
        }

        var count = _wav.Render(_position, number < 0 ? [] : _chunk, buffer.Span);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Blobs are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A recording is not changed.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A recording is not changed.");

    private async Task<byte[]> LoadAsync(int number, CancellationToken ct)
    {
        if (!_paths.TryGetValue(number, out var path) || await _blobs.OpenReadAsync(path, ct: ct) is not { } stream)
        {
            return [];
        }

        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
    }

    private static async Task<RecordingChunkHeader?> ReadHeaderAsync(IBlobStore blobs, string path, CancellationToken ct)
    {
        if (await blobs.OpenReadAsync(path, 0, RecordingChunkHeader.Length, ct) is not { } stream)
        {
            return null;
        }

        await using (stream)
        {
            var bytes = new byte[RecordingChunkHeader.Length];
            var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
            return RecordingChunkHeader.TryReadHeader(bytes.AsSpan(0, read), out var header) == RecordingChunkStatus.Ok ? header : null;
        }
    }
}
