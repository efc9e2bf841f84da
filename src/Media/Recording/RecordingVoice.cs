using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Media.Recording;

/// <summary>What one party said in a chunk of a recording, as samples that can be played to another.</summary>
public static class RecordingVoice
{
    /// <summary>The left channel; false when the chunk is torn, or has Opus and <see cref="OpusLibrary.IsAvailable"/> is false.</summary>
    /// <param name="chunk">The whole chunk, as it is stored.</param>
    /// <param name="samples">8 kHz, 16-bit linear; as long as the chunk.</param>
    public static bool TryReadLeft(ReadOnlySpan<byte> chunk, out short[] samples)
    {
        samples = [];
        if (RecordingChunkHeader.TryRead(chunk, out var header) != RecordingChunkStatus.Ok || (header.OggLength > 0 && !OpusLibrary.IsAvailable))
        {
            return false;
        }

        samples = new short[header.Samples];
        if (header.LeftLength > 0)
        {
            var audio = new ChunkAudio(header, chunk);
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] = audio.Left(i);
            }
        }

        if (header.OggLength > 0)
        {
            AddOpus(chunk.Slice(RecordingChunkHeader.Length + header.LeftLength + header.RightLength, header.OggLength), samples);
        }

        return true;
    }

    // In a chunk in which the codec changed one of the two is silent wherever the other sounds.
    private static void AddOpus(ReadOnlySpan<byte> pages, Span<short> samples)
    {
        using var opus = new ChunkOpus(pages);
        while (opus.TryRead(out var left, out _) && !samples.IsEmpty)
        {
            var count = Math.Min(left.Length, samples.Length);
            for (var i = 0; i < count; i++)
            {
                samples[i] = (short)Math.Clamp(samples[i] + left[i], short.MinValue, short.MaxValue);
            }

            samples = samples[count..];
        }
    }
}
