using System.Collections.Immutable;

namespace RtcCluster.Storage.Sealing;

/// <summary>How chunks lie in time.</summary>
public static class SealedTime
{
    /// <summary>Samples of a second.</summary>
    public const int SampleRate = 8_000;

    /// <summary>Samples of a whole chunk.</summary>
    public const int ChunkSamples = 2 * SampleRate;

    private const int SlotSamples = SampleRate / 50;

    /// <summary>When a take ends.</summary>
    /// <param name="startedAt">When its first chunk began.</param>
    /// <param name="firstChunk">That chunk's number.</param>
    /// <param name="lastChunk">Number of its last chunk; less than the first when it has none.</param>
    /// <param name="samples">Samples of its last chunk.</param>
    public static DateTimeOffset EndOf(DateTimeOffset startedAt, int firstChunk, int lastChunk, int samples) =>
        lastChunk < firstChunk ? startedAt : startedAt.AddSeconds((((lastChunk - firstChunk) * (long)ChunkSamples) + samples) / (double)SampleRate);

    /// <summary>Pauses as stretches, joined where one goes on in the next chunk.</summary>
    public static ImmutableArray<ManifestRange> Pauses(IEnumerable<(int Number, int Samples, UInt128 Paused)> chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        var ranges = new List<ManifestRange>();
        foreach (var (number, samples, paused) in chunks)
        {
            var start = number * (long)ChunkSamples;
            for (var slot = 0; slot * SlotSamples < samples && paused != 0; slot++)
            {
                if ((paused >> slot & 1) == 0)
                {
                    continue;
                }

                var from = start + (slot * SlotSamples);
                var to = Math.Min(from + SlotSamples, start + samples);
                if (ranges.Count > 0 && ranges[^1].To == from)
                {
                    ranges[^1] = ranges[^1] with { To = to };
                }
                else
                {
                    ranges.Add(new ManifestRange(from, to));
                }
            }
        }

        return [.. ranges];
    }
}
