using System.Collections.Concurrent;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Acd;

/// <summary>What is counted of calls and screens, by all telephones at once.</summary>
internal sealed class AcdFigures
{
    private readonly Lock _lock = new();
    private readonly LongHistogram _offered = Latency.Histogram();
    private readonly LongHistogram _decided = Latency.Histogram();
    private readonly LongHistogram _screen = Latency.Histogram();
    private readonly LongHistogram _ownScreen = Latency.Histogram();
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private int _ended;
    private int _failed;
    private int _failedBefore;
    private volatile bool _counts;

    /// <summary>Whether anything counts: not before the warm-up is over.</summary>
    public bool Counts
    {
        get => _counts;
        set => _counts = value;
    }

    /// <summary>Calls that an agent took and that were ended in order.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Calls that did not come about, or ended by themselves.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>The same of the warm-up: a process that compiles refuses what it cannot take in time.</summary>
    public int FailedInWarmUp => Volatile.Read(ref _failedBefore);

    /// <summary>Why calls failed, and how many each.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>From dialling to the agent's browser ringing.</summary>
    public Latency Offered => Of(_offered);

    /// <summary>From the queue's decision to the agent's browser ringing.</summary>
    public Latency Decided => Of(_decided);

    /// <summary>From what an agent does to the supervisor's screen.</summary>
    public Latency Screen => Of(_screen);

    /// <summary>From what an agent does to the agent's own screen.</summary>
    public Latency OwnScreen => Of(_ownScreen);

    public void WasOffered(TimeSpan took) => Record(_offered, took);

    public void WasDecided(TimeSpan took) => Record(_decided, took);

    public void WasShown(TimeSpan took) => Record(_screen, took);

    public void WasShownToAgent(TimeSpan took) => Record(_ownScreen, took);

    public void End() => Interlocked.Increment(ref _ended);

    public void Fail(string phase, string why)
    {
        if (!_counts)
        {
            Interlocked.Increment(ref _failedBefore);
            return;
        }

        Interlocked.Increment(ref _failed);
        _failures.AddOrUpdate($"{phase}: {why}", 1, static (_, count) => count + 1);
    }

    private void Record(LongHistogram histogram, TimeSpan took)
    {
        lock (_lock)
        {
            histogram.RecordValue(Latency.Microseconds(took.Ticks));
        }
    }

    private Latency Of(LongHistogram histogram)
    {
        lock (_lock)
        {
            return Latency.Of(histogram);
        }
    }
}
