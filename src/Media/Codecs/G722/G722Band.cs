namespace RtcCluster.Media.Codecs.G722;

/// <summary>
/// The lower sub-band of G.722 (ITU-T Rec. G.722, 2012, section 3): an adaptive quantizer of 6 bits and a predictor of two poles and six zeros. Encoder and
/// decoder keep the same state, each its own, and a difference between the two, as after a lost packet, fades within some ten milliseconds.
/// </summary>
/// <remarks>Names of blocks are the recommendation's: QUANTL, INVQBL, LOGSCL, SCALEL, UPPOL1, UPPOL2, UPZERO, FILTEP, FILTEZ.</remarks>
internal sealed class G722Band
{
    private const int Zeros = 6;
    private const int MaxLogScale = 18432;
    private const int MaxPole2 = 12288;
    private const int MaxPole1 = 15360;
    private const int FirstScale = 32;

    /// <summary>Decision levels of the quantizer with 6 bits.</summary>
    private static readonly short[] Levels =
    [
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714,
        786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980, 2195, 2557, 2919,
    ];

    private static readonly byte[] Negative =
        [0, 63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4];

    private static readonly byte[] Positive =
        [0, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32];

    /// <summary>What the first four bits of a code stand for: it is all that the predictor learns from, so that the two lowest bits may be lost.</summary>
    private static readonly short[] Coarse =
        [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];

    private static readonly short[] Fine =
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    /// <summary>How much the logarithm of the step grows or shrinks, by the first four bits.</summary>
    private static readonly short[] Growth = [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];

    private static readonly short[] Antilogarithm =
    [
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
    ];

    private readonly int[] _differences = new int[Zeros + 1];
    private readonly int[] _zeros = new int[Zeros + 1];
    private int _scale = FirstScale;
    private int _logScale;
    private int _pole1;
    private int _pole2;
    private int _rebuilt1;
    private int _rebuilt2;
    private int _partial1;
    private int _partial2;
    private int _fromZeros;
    private int _predicted;

    /// <summary>Encodes one sample of 14 bits; returns its code of 6 bits.</summary>
    public int Encode(int sample)
    {
        var error = Clamp(sample - _predicted);
        var magnitude = error >= 0 ? error : -(error + 1);
        var level = 1;
        while (level < Levels.Length && magnitude >= (Levels[level] * _scale) >> 12)
        {
            level++;
        }

        var code = (error < 0 ? Negative : Positive)[level];
        Learn(code >> 2);
        return code;
    }

    /// <summary>Decodes one code of 6 bits to a sample of 15 bits.</summary>
    public int Decode(int code)
    {
        var sample = Math.Clamp(_predicted + ((_scale * Fine[code]) >> 15), -16384, 16383);
        Learn(code >> 2);
        return sample;
    }

    private static int Clamp(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);

    private static int Scaled(int coefficient, int value) => (coefficient * Clamp(value + value)) >> 15;

    private void Learn(int coarse)
    {
        var difference = (_scale * Coarse[coarse]) >> 15;

        // LOGSCL and SCALEL: the step of the next sample.
        _logScale = Math.Clamp(((_logScale * 127) >> 7) + Growth[coarse], 0, MaxLogScale);
        var shift = 8 - (_logScale >> 11);
        var step = Antilogarithm[(_logScale >> 6) & 31];
        _scale = (shift < 0 ? step << -shift : step >> shift) << 2;

        Predict(difference);
    }

    private void Predict(int difference)
    {
        var rebuilt = Clamp(_predicted + difference);
        var partial = Clamp(_fromZeros + difference);

        // UPPOL2, UPPOL1: both poles leak, and follow the signs of the last three partial signals.
        var half = Clamp(_pole1 << 2);
        var push = Math.Min((partial < 0) == (_partial1 < 0) ? -half : half, short.MaxValue);
        var pole2 = ((partial < 0) == (_partial2 < 0) ? 128 : -128) + (push >> 7) + ((_pole2 * 32512) >> 15);
        pole2 = Math.Clamp(pole2, -MaxPole2, MaxPole2);
        var pole1 = Clamp(((partial < 0) == (_partial1 < 0) ? 192 : -192) + ((_pole1 * 32640) >> 15));
        var bound = Clamp(MaxPole1 - pole2);
        pole1 = Math.Clamp(pole1, -bound, bound);

        // UPZERO, and the delay line moves on.
        var gain = difference == 0 ? 0 : 128;
        for (var i = Zeros; i > 0; i--)
        {
            _zeros[i] = Clamp(((difference < 0) == (_differences[i] < 0) ? gain : -gain) + ((_zeros[i] * 32640) >> 15));
        }

        // Each zero was moved by the difference of its own delay; the newest now becomes the first of them.
        for (var i = Zeros; i > 1; i--)
        {
            _differences[i] = _differences[i - 1];
        }

        _differences[1] = difference;
        (_pole1, _pole2) = (pole1, pole2);
        (_rebuilt2, _rebuilt1) = (_rebuilt1, rebuilt);
        (_partial2, _partial1) = (_partial1, partial);

        // FILTEP, FILTEZ: the next sample as it is expected.
        var fromZeros = 0;
        for (var i = Zeros; i > 0; i--)
        {
            fromZeros += Scaled(_zeros[i], _differences[i]);
        }

        _fromZeros = Clamp(fromZeros);
        _predicted = Clamp(Clamp(Scaled(_pole1, _rebuilt1) + Scaled(_pole2, _rebuilt2)) + _fromZeros);
    }
}
