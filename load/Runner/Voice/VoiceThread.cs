using System.Collections.Concurrent;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>One thread that speaks and hears for all ends.</summary>
/// <remarks>
/// It wakes each millisecond by the clock and never because a packet came: the kernel notes when one arrives, so reading it a little later costs no
/// exactness, and a hundred packets cost one wake-up. Ends speak in one of the 20 milliseconds each; who is late catches up, so that as many packets
/// are sent as were due (an open loop).
/// </remarks>
internal sealed class VoiceThread : IDisposable
{
    private const int Slots = 20;
    private const long Round = TimeSpan.TicksPerMillisecond;
    private const int MaxDatagram = 2_048;

    private readonly ConcurrentQueue<Action> _mailbox = new();
    private readonly List<VoiceEnd?> _ends = [];
    private readonly Stack<int> _freeKeys = new();
    private readonly List<VoiceEnd>[] _slots = [.. Enumerable.Range(0, Slots).Select(static _ => new List<VoiceEnd>())];
    private readonly Readiness _readiness = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);
    private readonly LongHistogram _pace = Latency.Histogram();
    private readonly Thread _thread;
    private long _round;
    private volatile bool _isStopping;

    public VoiceThread()
    {
        Now = LinuxNative.Now;
        _thread = new Thread(Run) { IsBackground = true, Name = "voice", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <summary>Ticks of UTC since 1970.</summary>
    public static long Utc => DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks;

    /// <summary>Ticks of the monotonic clock when this round began; the thread's own.</summary>
    public long Now { get; private set; }

    /// <summary>What all ends spoke and heard; the thread's own.</summary>
    public VoiceTotals Totals { get; } = new();

    /// <summary>Where handshakes run.</summary>
    public HandshakeThreads Handshakes { get; } = new();

    /// <summary>Runs a message on the thread; any thread.</summary>
    public void Post(Action message) => _mailbox.Enqueue(message);

    /// <summary>What was counted until now, and how late packets were spoken.</summary>
    public Task<(VoiceTotals Totals, Latency Pace)> SnapshotAsync()
    {
        var taken = new TaskCompletionSource<(VoiceTotals, Latency)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => taken.SetResult((Totals.Snapshot(), Latency.Of(_pace))));
        return taken.Task;
    }

    /// <summary>Runs a message and waits for it.</summary>
    public Task InvokeAsync(Action message)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                message();
                done.SetResult();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <summary>Reads an end's socket from now on; returns its key.</summary>
    public int Watch(VoiceEnd end, int descriptor)
    {
        if (!_freeKeys.TryPop(out var key))
        {
            key = _ends.Count;
            _ends.Add(null);
        }

        _ends[key] = end;
        _readiness.Add(descriptor, key);
        return key;
    }

    /// <summary>Reads it no longer.</summary>
    public void Unwatch(int key, int descriptor)
    {
        _readiness.Remove(descriptor);
        _ends[key] = null;
        _freeKeys.Push(key);
    }

    /// <summary>Lets an end speak in the emptiest slot, which is returned.</summary>
    public int LetSpeak(VoiceEnd end)
    {
        var slot = 0;
        for (var i = 1; i < Slots; i++)
        {
            slot = _slots[i].Count < _slots[slot].Count ? i : slot;
        }

        _slots[slot].Add(end);
        return slot;
    }

    /// <summary>Lets it speak no longer.</summary>
    public void Silence(VoiceEnd end, int slot) => _slots[slot].Remove(end);

    public void Dispose()
    {
        Handshakes.Dispose();
        _isStopping = true;
        _thread.Join();
        _readiness.Dispose();
    }

    private void Run()
    {
        var due = LinuxNative.Now;
        while (!_isStopping)
        {
            LinuxNative.SleepUntil(due);
            Now = LinuxNative.Now;
            while (_mailbox.TryDequeue(out var message))
            {
                message();
            }

            for (; due <= Now; due += Round)
            {
                Speak(due);
            }

            Hear();
        }

        foreach (var end in _ends.ToList())
        {
            end?.Dispose();
        }
    }

    private void Speak(long due)
    {
        var slot = (int)(_round++ % Slots);
        foreach (var end in _slots[slot])
        {
            _pace.RecordValue(Latency.Microseconds(LinuxNative.Now - due));
            end.Speak();
        }

        if (slot == 0)
        {
            foreach (var end in _ends)
            {
                end?.Tick();
            }
        }
    }

    private void Hear()
    {
        var ready = _readiness.Look();
        for (var i = 0; i < ready; i++)
        {
            _ends[_readiness.Key(i)]?.Read(_buffer);
        }
    }
}
