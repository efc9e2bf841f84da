namespace RtcCluster.Media.Mixing;

/// <summary>Between 8 and 16 kHz for one signal: a half-band filter of 31 taps, half of which are 0. Delays by 1 ms.</summary>
/// <remarks>One instance goes one way only, as it keeps the end of the frame before.</remarks>
internal sealed class HalfBand
{
    private const int Reach = 8;
    private const int Wide = 320;

    private static readonly float[] Taps = MakeTaps();

    private readonly float[] _samples = new float[(4 * Reach) + Wide];

    /// <summary>A frame of 8 kHz to one of 16 kHz.</summary>
    public void Up(ReadOnlySpan<short> narrow, Span<short> wide)
    {
        const int Kept = (2 * Reach) - 1;
        for (var i = 0; i < narrow.Length; i++)
        {
            _samples[Kept + i] = narrow[i];
        }

        for (var i = 0; i < narrow.Length; i++)
        {
            var between = 0f;
            for (var k = 0; k < Reach; k++)
            {
                between += Taps[k] * (_samples[i + Reach + k] + _samples[i + Reach - 1 - k]);
            }

            wide[2 * i] = (short)_samples[i + Reach - 1];
            wide[(2 * i) + 1] = Round(between);
        }

        _samples.AsSpan(narrow.Length, Kept).CopyTo(_samples);
    }

    /// <summary>A frame of 16 kHz to one of 8 kHz; what the lower rate cannot carry is left out.</summary>
    public void Down(ReadOnlySpan<short> wide, Span<short> narrow)
    {
        const int Kept = (4 * Reach) - 2;
        for (var i = 0; i < wide.Length; i++)
        {
            _samples[Kept + i] = wide[i];
        }

        for (var i = 0; i < narrow.Length; i++)
        {
            var centre = (2 * i) + (2 * Reach) - 1;
            var sum = _samples[centre];
            for (var k = 0; k < Reach; k++)
            {
                sum += Taps[k] * (_samples[centre + (2 * k) + 1] + _samples[centre - (2 * k) - 1]);
            }

            narrow[i] = Round(sum / 2);
        }

        _samples.AsSpan(wide.Length, Kept).CopyTo(_samples);
    }

    private static short Round(float sample) => (short)Math.Clamp(MathF.Round(sample), short.MinValue, short.MaxValue);

    /// <summary>sin(πx)/(πx) at x = k + ½ under a Hann window: they sum up to ½, so that a constant stays what it is.</summary>
    private static float[] MakeTaps()
    {
        var taps = new double[Reach];
        for (var k = 0; k < Reach; k++)
        {
            var x = k + 0.5;
            taps[k] = Math.Sin(Math.PI * x) / (Math.PI * x) * (0.5 + (0.5 * Math.Cos(Math.PI * x / Reach)));
        }

        var sum = taps.Sum();
        return Array.ConvertAll(taps, tap => (float)(tap / (2 * sum)));
    }
}
