using RtcCluster.Media.Codecs;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>What an end says where voices are mixed: a tone of its own, which is still there in the sum. PCMU.</summary>
/// <param name="frequency">Hz, a multiple of 50: then a frame of 20 ms holds whole periods, and tones do not leak into each other.</param>
internal sealed class MixedMouth(int frequency)
{
    /// <summary>Samples of 20 ms.</summary>
    public const int Samples = 160;

    /// <summary>Samples a second.</summary>
    public const int Rate = 8_000;

    /// <summary>Peak of a tone: a sum of six stays within 16 bits.</summary>
    public const int Peak = 5_000;

    private readonly byte[] _frame = Frame(frequency);

    /// <summary>Fills a payload.</summary>
    public void Write(Span<byte> payload) => _frame.CopyTo(payload);

    private static byte[] Frame(int frequency)
    {
        var samples = new short[Samples];
        for (var i = 0; i < Samples; i++)
        {
            samples[i] = (short)(Peak * Math.Sin(2 * Math.PI * frequency * i / Rate));
        }

        var frame = new byte[Samples];
        G711.Encode(PayloadKind.Pcmu, samples, frame);
        return frame;
    }
}
