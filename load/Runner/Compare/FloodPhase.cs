using System.Diagnostics;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>A time of one pace.</summary>
/// <param name="rate">Packets a second.</param>
/// <param name="length">How long.</param>
internal sealed class FloodPhase(double rate, TimeSpan length)
{
    /// <summary>Under way for longer, and a conversation has no use for it.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromMilliseconds(200);

    // Fewer than this share of what was due, and the generator was too slow.
    private const double Kept = 0.99;
    private const double NoLoss = 0.001;

    private readonly int[] _sent = new int[(int)(length / RtpFlood.Bucket) + 2];
    private readonly int[] _arrived = new int[(int)(length / RtpFlood.Bucket) + 2];
    private readonly int[] _prompt = new int[(int)(length / RtpFlood.Bucket) + 2];
    private readonly LongHistogram _latency = Figures.Latency.Histogram();

    /// <summary>Packets a second that were wanted.</summary>
    public double Rate => rate;

    /// <summary>How long.</summary>
    public TimeSpan Length => length;

    /// <summary>When it began.</summary>
    public long Begin { get; set; }

    /// <summary>Packets that were due.</summary>
    public long Due { get; set; }

    /// <summary>Packets sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Packets of it that arrived.</summary>
    public long Received { get; set; }

    /// <summary>Share that was lost.</summary>
    public double Loss => Sent == 0 ? 1 : Math.Max(0, 1 - ((double)Received / Sent));

    /// <summary>Whether all was sent when it was due.</summary>
    public bool IsKept => Sent >= Due * Kept;

    /// <summary>One way, of what arrived.</summary>
    public Latency Latency => Figures.Latency.Of(_latency);

    /// <summary>How long after the beginning loss was below a thousandth for good; null when it never was.</summary>
    public TimeSpan? CleanAfter => After(_arrived);

    /// <summary>How long after the beginning fewer than a thousandth were lost or under way for longer than <see cref="Stale"/>, for good; null when that never was.</summary>
    public TimeSpan? PromptAfter => After(_prompt);

    /// <summary>Some were sent.</summary>
    public void Count(long now, int count)
    {
        Sent += count;
        _sent[Index(now)] += count;
    }

    /// <summary>One arrived.</summary>
    public void Arrive(long sent, long now)
    {
        Received++;
        _arrived[Index(sent)]++;
        var under = Stopwatch.GetElapsedTime(sent, now);
        _prompt[Index(sent)] += under <= Stale ? 1 : 0;
        _latency.RecordValue(Figures.Latency.Microseconds(under.Ticks));
    }

    private TimeSpan? After(int[] arrived)
    {
        var last = (int)(length / RtpFlood.Bucket) - 1;
        var clean = last + 1;
        for (var i = last; i >= 0 && _sent[i] - arrived[i] <= _sent[i] * NoLoss; i--)
        {
            // A time in which nothing was sent proves nothing.
            clean = _sent[i] > 0 ? i : clean;
        }

        return clean > last ? null : clean * RtpFlood.Bucket;
    }

    private int Index(long at) => Math.Clamp((int)(Stopwatch.GetElapsedTime(Begin, at) / RtpFlood.Bucket), 0, _sent.Length - 1);
}
