using RtcCluster.Edge.Media;
using RtcCluster.Media.Recording;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>What a listing of the blob store tells of a recording: its chunks, their codecs, and the segments that they make.</summary>
internal sealed class StoredRecording
{
    private readonly IBlobStore _blobs;
    private readonly Dictionary<int, (BlobInfo Blob, RecordingChunkKind Kind)> _chunks;
    private readonly RecordingChunkHeader _last;

    private StoredRecording(IBlobStore blobs, Dictionary<int, (BlobInfo Blob, RecordingChunkKind Kind)> chunks, RecordingChunkHeader last)
    {
        _blobs = blobs;
        _chunks = chunks;
        _last = last;
        Segments = RecordingSegment.Divide([.. Enumerable.Range(0, last.Number + 1).Select(KindOf)]);
    }

    /// <summary>What it consists of, in order; at least one.</summary>
    public IReadOnlyList<RecordingSegment> Segments { get; }

    /// <summary>How long it is.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)(_last.Start + _last.Samples) / _last.SampleRate);

    /// <summary>Reads the listing and the last chunk's header; null when there is nothing that can be read.</summary>
    public static async Task<StoredRecording?> OpenAsync(IBlobStore blobs, string prefix, CancellationToken ct)
    {
        var chunks = new Dictionary<int, (BlobInfo, RecordingChunkKind)>();
        await foreach (var blob in blobs.ListAsync(prefix.TrimEnd('/'), ct))
        {
            if (ChunkName.TryRead(blob.Path, blob.Length, out var number, out var kind))
            {
                chunks[number] = (blob, kind);
            }
        }

        // Every chunk but the last is whole, so the last readable header tells the length of all.
        foreach (var number in chunks.Keys.OrderDescending())
        {
            if (await ReadHeaderAsync(blobs, chunks[number].Item1.Path, ct) is { } last && last.Number == number)
            {
                return new StoredRecording(blobs, chunks, last);
            }
        }

        return null;
    }

    /// <summary>When a segment ends, from the start of the recording.</summary>
    public TimeSpan EndOf(RecordingSegment segment) =>
        segment.LastChunk == _last.Number ? Duration : segment.Start + TimeSpan.FromSeconds(segment.Chunks * (double)RecordingChunkHeader.ChunkSamples / _last.SampleRate);

    /// <summary>A segment as a stream of the file that it is.</summary>
    public async Task<RecordingAudio> OpenAsync(RecordingSegment segment, CancellationToken ct)
    {
        IRecordingFile file = segment.IsOpus
            ? new RecordingOgg(_last.RecordingHash, segment.FirstChunk, await OggLengthsAsync(segment, ct))
            : new RecordingWav(RecordingWav.FromLast(_chunks.Keys.Where(n => n >= segment.FirstChunk && n <= segment.LastChunk), LastOf(segment)), firstChunk: segment.FirstChunk);
        return new RecordingAudio(this, file);
    }

    /// <summary>The waveform; every chunk is read.</summary>
    public async Task<RecordingPeaks> PeaksAsync(int points, CancellationToken ct)
    {
        var peaks = new RecordingPeaks(_last.RecordingHash, _last.Start + _last.Samples, points);
        foreach (var (number, chunk) in _chunks)
        {
            if (chunk.Kind != RecordingChunkKind.Silent)
            {
                peaks.Add(await LoadAsync(number, ct));
            }
        }

        return peaks;
    }

    /// <summary>The bytes of a chunk; empty when it is missing.</summary>
    public async Task<byte[]> LoadAsync(int number, CancellationToken ct)
    {
        if (!_chunks.TryGetValue(number, out var chunk) || await _blobs.OpenReadAsync(chunk.Blob.Path, ct: ct) is not { } stream)
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

    private RecordingChunkKind KindOf(int number) => _chunks.TryGetValue(number, out var chunk) ? chunk.Kind : RecordingChunkKind.Silent;

    /// <summary>The header that tells a segment's length: one in the midst of a recording ends with a whole chunk.</summary>
    private RecordingChunkHeader LastOf(RecordingSegment segment) => segment.LastChunk == _last.Number ? _last : _last with
    {
        Number = segment.LastChunk,
        Start = segment.LastChunk * (long)RecordingChunkHeader.ChunkSamples,
        Samples = RecordingChunkHeader.ChunkSamples,
        IsLast = false,
    };

    /// <summary>The bytes of Ogg pages in each chunk: of one with Opus alone all but the header, of a mixed one its header says it.</summary>
    private async Task<int[]> OggLengthsAsync(RecordingSegment segment, CancellationToken ct)
    {
        var lengths = new int[segment.Chunks];
        for (var i = 0; i < lengths.Length; i++)
        {
            if (_chunks.TryGetValue(segment.FirstChunk + i, out var chunk))
            {
                lengths[i] = chunk.Kind switch
                {
                    RecordingChunkKind.Opus => (int)chunk.Blob.Length - RecordingChunkHeader.Length,
                    RecordingChunkKind.Mixed => (await ReadHeaderAsync(_blobs, chunk.Blob.Path, ct))?.OggLength ?? 0,
                    _ => 0,
                };
            }
        }

        return lengths;
    }
}
