using System.Numerics;
using System.Runtime.InteropServices;

namespace RtcCluster.Media.Mixing;

/// <summary>Sums and fades of frames, as many samples at a time as the processor takes.</summary>
internal static class FrameMath
{
    /// <summary>A gain of 1.</summary>
    public const int Unity = 1 << UnityShift;

    private const int UnityShift = 12;

    /// <summary>Adds samples to a sum.</summary>
    public static void Add(Span<int> sum, ReadOnlySpan<short> samples)
    {
        var sums = MemoryMarshal.Cast<int, Vector<int>>(sum);
        var frames = MemoryMarshal.Cast<short, Vector<short>>(samples);
        for (var i = 0; i < frames.Length; i++)
        {
            Vector.Widen(frames[i], out var low, out var high);
            sums[2 * i] += low;
            sums[(2 * i) + 1] += high;
        }

        for (var i = frames.Length * Vector<short>.Count; i < samples.Length; i++)
        {
            sum[i] += samples[i];
        }
    }

    /// <summary>Takes samples out of a sum.</summary>
    public static void Subtract(Span<int> sum, ReadOnlySpan<short> samples)
    {
        var sums = MemoryMarshal.Cast<int, Vector<int>>(sum);
        var frames = MemoryMarshal.Cast<short, Vector<short>>(samples);
        for (var i = 0; i < frames.Length; i++)
        {
            Vector.Widen(frames[i], out var low, out var high);
            sums[2 * i] -= low;
            sums[(2 * i) + 1] -= high;
        }

        for (var i = frames.Length * Vector<short>.Count; i < samples.Length; i++)
        {
            sum[i] -= samples[i];
        }
    }

    /// <summary>The sum as samples; what is too loud is cut at the ends of the scale, and never wraps to the other one.</summary>
    public static void Saturate(ReadOnlySpan<int> sum, Span<short> samples)
    {
        var lowest = new Vector<int>(short.MinValue);
        var highest = new Vector<int>(short.MaxValue);
        var sums = MemoryMarshal.Cast<int, Vector<int>>(sum);
        var frames = MemoryMarshal.Cast<short, Vector<short>>(samples);
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i] = Vector.Narrow(
                Vector.Min(Vector.Max(sums[2 * i], lowest), highest), Vector.Min(Vector.Max(sums[(2 * i) + 1], lowest), highest));
        }

        for (var i = frames.Length * Vector<short>.Count; i < samples.Length; i++)
        {
            samples[i] = (short)Math.Clamp(sum[i], short.MinValue, short.MaxValue);
        }
    }

    /// <summary>The product of two signals: their likeness, or a signal's energy.</summary>
    public static long Dot(ReadOnlySpan<short> one, ReadOnlySpan<short> other)
    {
        var ones = MemoryMarshal.Cast<short, Vector<short>>(one);
        var others = MemoryMarshal.Cast<short, Vector<short>>(other);
        var sum = Vector<long>.Zero;
        for (var i = 0; i < ones.Length; i++)
        {
            Vector.Widen(ones[i], out var low, out var high);
            Vector.Widen(others[i], out var otherLow, out var otherHigh);
            Vector.Widen(low * otherLow, out var first, out var second);
            Vector.Widen(high * otherHigh, out var third, out var fourth);
            sum += first + second + third + fourth;
        }

        var dot = Vector.Sum(sum);
        for (var i = ones.Length * Vector<short>.Count; i < one.Length; i++)
        {
            dot += one[i] * other[i];
        }

        return dot;
    }

    /// <summary>From one signal to another in a straight line over their whole length; the result may lie where one of them does.</summary>
    public static void Crossfade(ReadOnlySpan<short> from, ReadOnlySpan<short> to, Span<short> result)
    {
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (short)(((from[i] * (result.Length - i)) + (to[i] * i)) / result.Length);
        }
    }

    /// <summary>Multiplies by a gain that goes in a straight line from one value to another; 1 is <see cref="Unity"/>.</summary>
    public static void Scale(Span<short> samples, int from, int to)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            var gain = from + ((to - from) * i / samples.Length);
            samples[i] = (short)Math.Clamp((samples[i] * gain) >> UnityShift, short.MinValue, short.MaxValue);
        }
    }
}
