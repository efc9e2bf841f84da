using RtcCluster.Edge.Media;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>What a listing of the blob store tells of a recording: its chunks, their codecs, and the segments that they make.</summary>
internal sealed class StoredRecording : IDisposable
{
    private readonly RecordingChunks _chunks;
    private readonly RecordingChunkHeader _last;

    private StoredRecording(RecordingChunks chunks, RecordingChunkHeader last)
    {
        _chunks = chunks;
        _last = last;
        Segments = RecordingSegment.Divide([.. Enumerable.Range(0, last.Number + 1).Select(chunks.KindOf)]);
    }

    /// <summary>What it consists of, in order; at least one.</summary>
    public IReadOnlyList<RecordingSegment> Segments { get; }

    /// <summary>How long it is.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)(_last.Start + _last.Samples) / _last.SampleRate);

    /// <summary>Numbers of the chunks that were found changed or torn while they were read; they are silent.</summary>
    public IReadOnlySet<int> Damaged => _chunks.Damaged;

    /// <summary>Reads the listing and the last chunk's header; null when there is nothing that can be read.</summary>
    public static async Task<StoredRecording?> OpenAsync(RecordingVault vault, string prefix, CancellationToken ct)
    {
        var chunks = await RecordingChunks.OpenAsync(vault, prefix, ct);
        // Every chunk but the last is whole, so the last readable header tells the length of all.
        var highest = -1;
        foreach (var number in chunks.Numbers.Reverse())
        {
            highest = Math.Max(highest, number);
            if (RecordingChunkHeader.TryRead(await chunks.LoadAsync(number, ct), out var last) == RecordingChunkStatus.Ok && last.Number == number)
            {
                return new StoredRecording(chunks, number == highest ? last : Whole(last, highest));
            }
        }

        chunks.Dispose();
        return null;
    }

    /// <summary>When a segment ends, from the start of the recording.</summary>
    public TimeSpan EndOf(RecordingSegment segment) =>
        segment.LastChunk == _last.Number ? Duration : segment.Start + TimeSpan.FromSeconds(segment.Chunks * (double)RecordingChunkHeader.ChunkSamples / _last.SampleRate);

    /// <summary>A segment as a stream of the file that it is.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <param name="goesOn">Asked before each chunk; null: nobody is asked.</param>
    public async Task<RecordingAudio> OpenAsync(RecordingSegment segment, CancellationToken ct, Func<CancellationToken, ValueTask<bool>>? goesOn = null)
    {
        IRecordingFile file = segment.IsOpus
            ? new RecordingOgg(_last.RecordingHash, segment.FirstChunk, await OggLengthsAsync(segment, ct))
            : new RecordingWav(RecordingWav.FromLast(_chunks.Numbers.Where(n => n >= segment.FirstChunk && n <= segment.LastChunk), LastOf(segment)), firstChunk: segment.FirstChunk);
        return new RecordingAudio(this, file, goesOn);
    }

    /// <summary>The waveform; every chunk is read.</summary>
    public async Task<RecordingPeaks> PeaksAsync(int points, CancellationToken ct)
    {
        var peaks = new RecordingPeaks(_last.RecordingHash, _last.Start + _last.Samples, points);
        foreach (var number in _chunks.Numbers)
        {
            // Silence is read too: whether it still is what was recorded is asked here.
            var chunk = await LoadAsync(number, ct);
            if (_chunks.KindOf(number) != RecordingChunkKind.Silent)
            {
                peaks.Add(chunk);
            }
        }

        return peaks;
    }

    /// <summary>The bytes of a chunk; empty when it is missing or was changed.</summary>
    public Task<byte[]> LoadAsync(int number, CancellationToken ct) => _chunks.LoadAsync(number, ct);

    public void Dispose() => _chunks.Dispose();

    /// <summary>The header that tells a segment's length: one in the midst of a recording ends with a whole chunk.</summary>
    private RecordingChunkHeader LastOf(RecordingSegment segment) => segment.LastChunk == _last.Number ? _last : Whole(_last, segment.LastChunk);

    private static RecordingChunkHeader Whole(in RecordingChunkHeader like, int number) => like with
    {
        Number = number,
        Start = number * (long)RecordingChunkHeader.ChunkSamples,
        Samples = RecordingChunkHeader.ChunkSamples,
        SampleRate = PayloadKinds.TelephoneRate,
        IsLast = false,
    };

    /// <summary>The bytes of Ogg pages in each chunk: of one with Opus alone all but the header, of a mixed one its header says it.</summary>
    private async Task<int[]> OggLengthsAsync(RecordingSegment segment, CancellationToken ct)
    {
        var lengths = new int[segment.Chunks];
        for (var i = 0; i < lengths.Length; i++)
        {
            var number = segment.FirstChunk + i;
            lengths[i] = _chunks.KindOf(number) switch
            {
                RecordingChunkKind.Opus => Math.Max(0, _chunks.LengthOf(number) - RecordingChunkHeader.Length),
                RecordingChunkKind.Mixed => RecordingChunkHeader.TryRead(await LoadAsync(number, ct), out var header) == RecordingChunkStatus.Ok ? header.OggLength : 0,
                _ => 0,
            };
        }

        return lengths;
    }
}
