using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Media.Recording;

/// <summary>The loudest sample of each stretch of a recording, for a waveform: 0 for silence to 255 for full scale.</summary>
/// <remarks>Opus is decoded chunk by chunk, which the start of each chunk shows for some milliseconds: good for a picture.</remarks>
public sealed class RecordingPeaks
{
    private const int FullScale = 32768;
    private readonly ulong _hash;
    private readonly long _samples;
    private readonly byte[] _left;
    private readonly byte[] _right;

    /// <summary>Begins with silence.</summary>
    /// <param name="recordingHash"><see cref="RecordingChunkHeader.HashOf"/> of the recording's id.</param>
    /// <param name="samples">Length of the recording in samples of 8 kHz.</param>
    /// <param name="points">How many stretches.</param>
    public RecordingPeaks(ulong recordingHash, long samples, int points)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(points);
        _hash = recordingHash;
        _samples = Math.Max(1, samples);
        _left = new byte[points];
        _right = new byte[points];
    }

    /// <summary>The left channel's peaks.</summary>
    public IReadOnlyList<byte> Left => _left;

    /// <summary>The right channel's peaks.</summary>
    public IReadOnlyList<byte> Right => _right;

    /// <summary>Adds a chunk, in any order; one that is torn or of another recording is silence. Opus needs <see cref="OpusLibrary.IsAvailable"/>.</summary>
    public void Add(ReadOnlySpan<byte> chunk)
    {
        if (RecordingChunkHeader.TryRead(chunk, out var header) != RecordingChunkStatus.Ok || header.RecordingHash != _hash)
        {
            return;
        }

        var audio = new ChunkAudio(header, chunk);
        if (header.LeftLength + header.RightLength > 0)
        {
            for (var i = 0; i < header.Samples; i++)
            {
                Raise(_left, header.Start + i, audio.Left(i));
                Raise(_right, header.Start + i, audio.Right(i));
            }
        }

        if (header.OggLength > 0 && OpusLibrary.IsAvailable)
        {
            using var opus = new ChunkOpus(chunk.Slice(RecordingChunkHeader.Length + header.LeftLength + header.RightLength, header.OggLength));
            for (var at = header.Start; opus.TryRead(out var left, out var right); at += left.Length)
            {
                for (var i = 0; i < left.Length; i++)
                {
                    Raise(_left, at + i, left[i]);
                    Raise(_right, at + i, right[i]);
                }
            }
        }
    }

    private void Raise(byte[] peaks, long at, short sample)
    {
        var point = (int)(at * peaks.Length / _samples);
        if (point < peaks.Length)
        {
            peaks[point] = Math.Max(peaks[point], (byte)(Math.Abs((int)sample) * 255 / FullScale));
        }
    }
}
