using System.Collections.Concurrent;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.WebRtcCalls;

/// <summary>What is counted of calls, by all pairs at once.</summary>
internal sealed class CallFigures
{
    private readonly Lock _lock = new();
    private readonly LongHistogram _handshake = Latency.Histogram();
    private readonly LongHistogram _setUp = Latency.Histogram();
    private readonly LongHistogram _voice = Latency.Histogram();
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);
    private int _up;
    private int _ended;
    private int _failed;
    private int _handshakesFailed;

    /// <summary>Calls that are up.</summary>
    public int Up => Volatile.Read(ref _up);

    /// <summary>Calls that came about and were ended by the run.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Calls that did not come about, or ended by themselves.</summary>
    public int Failed => Volatile.Read(ref _failed);

    /// <summary>Handshakes that failed.</summary>
    public int HandshakesFailed => Volatile.Read(ref _handshakesFailed);

    /// <summary>Why calls failed, and how many each.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>From the first check's answer to the keys.</summary>
    public Latency Handshake => Of(_handshake);

    /// <summary>From dialling to connected, with a callee that answers at once.</summary>
    public Latency SetUp => Of(_setUp);

    /// <summary>From dialling until both have heard the other.</summary>
    public Latency Voice => Of(_voice);

    public void ShookHands(TimeSpan took) => Record(_handshake, took);

    public void FailedToShakeHands() => Interlocked.Increment(ref _handshakesFailed);

    public void Connected(TimeSpan took) => Record(_setUp, took);

    public void BothHear(TimeSpan took)
    {
        Interlocked.Increment(ref _up);
        Record(_voice, took);
    }

    public void Down() => Interlocked.Decrement(ref _up);

    public void End() => Interlocked.Increment(ref _ended);

    public void Fail(string phase, string why)
    {
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
