using RtcCluster.Edge.Lifecycle;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Edge.Media;

/// <summary>
/// One thread with the sockets, machines and buffers of many calls. Other threads send it messages; nobody takes its lock, because it has none.
/// </summary>
/// <remarks>
/// A packet costs one look into an array, one call of the machine and one send: no allocation, no lock, no log. What is due by the clock is done every
/// 10 ms, while there are calls, of which those that only relay are looked at every third time; without any the thread sleeps until somebody wakes it. Where packets come faster than one by one it lets them gather for a
/// quarter of a millisecond: to be woken costs as much as a packet, and it is the same for one and for twenty.
/// </remarks>
internal sealed partial class MediaShard : IDisposable
{
    private const int TickMilliseconds = 10;

    /// <summary>Longest datagram, and longest packet of a TCP connection, in bytes.</summary>
    public const int MaxPacket = 2_048;

    private const long RecountEvery = TimeSpan.TicksPerSecond;

    // To look at a call that only relays costs as much as a packet of it; the end of a digit is noticed so much later.
    private const long LooksEvery = 30 * TimeSpan.TicksPerMillisecond;

    // RFC 3550's jitter of a telephone is milliseconds; what is added here nobody hears.
    private const long GatherFor = TimeSpan.TicksPerMillisecond / 4;

    private readonly Mailbox<Action> _mailbox;
    private readonly HashSet<MediaCall> _calls = [];
    private readonly List<IWatched?> _ports = [];
    private readonly Stack<int> _freeKeys = new();
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MaxPacket + SrtpProfiles.MaxOverhead, pinned: true);
    private readonly IMediaIo _io;
    private readonly EdgeClock _clock;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private readonly int _number;
    private volatile bool _stopping;
    private long _nextTick;
    private long _nextRecount;
    private bool _gathers;
    private long _gathersFrom;
    private bool _isTold;

    public MediaShard(int number, IMediaIo io, EdgeClock clock, EdgeMetrics metrics, ILogger log)
    {
        _number = number;
        _io = io;
        _clock = clock;
        _log = log;
        Metrics = metrics;
        Counters = metrics.AddMediaShard();
        _mailbox = new Mailbox<Action>(int.MaxValue, io.Wake);
        Now = clock.Now;
        _thread = new Thread(Run) { IsBackground = true, Name = $"media {number}" };
    }

    /// <summary>Where its thread runs; before <see cref="Start"/>.</summary>
    public ThreadPlace Place { get; init; } = ThreadPlace.Any;

    /// <summary>The moment that the present round began; the shard's thread only.</summary>
    public long Now { get; private set; }

    /// <summary>What is not counted per packet.</summary>
    public EdgeMetrics Metrics { get; }

    /// <summary>The sockets' system calls; the shard's thread only.</summary>
    public IMediaIo Io => _io;

    /// <summary>The port for browsers; null when this edge has none. Set before <see cref="Start"/>.</summary>
    public WebRtcPort? WebRtc { get; private set; }

    /// <summary>Where a datagram is received; the shard's thread only.</summary>
    public Span<byte> Datagram => _buffer.AsSpan(0, MaxPacket);

    /// <summary>The same with room behind it for what protects a packet.</summary>
    public Span<byte> Buffer => _buffer;

    /// <summary>What this shard counted.</summary>
    public MediaShardCounters Counters { get; }

    /// <summary>Begins to run.</summary>
    public void Start() => _thread.Start();

    /// <summary>Gives the shard its port for browsers, before it runs.</summary>
    public void Serve(WebRtcPort port)
    {
        WebRtc = port;
        Watch(port);
    }

    /// <summary>Runs a message on the shard's thread; any thread. Messages run in the order in which one thread posts them.</summary>
    public void Post(Action message) => _mailbox.Post(message);

    /// <summary>Ends the loop after what was posted before; its calls are closed by then, or their ports end with the process.</summary>
    public void Dispose()
    {
        Post(() => _stopping = true);
        // Among other flags: of a background thread it is never that one alone.
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join(TimeSpan.FromSeconds(5));
        }

        WebRtc?.Dispose();
        _io.Dispose();
    }

    /// <summary>Counts a packet that was sent, or that the system did not take.</summary>
    internal void Count(bool isSent)
    {
        if (isSent)
        {
            Counters.Sent++;
        }
        else
        {
            Counters.SendFailed++;
        }
    }

    /// <summary>Counts a packet that arrived.</summary>
    internal void CountReceived(bool isRtcp)
    {
        if (isRtcp)
        {
            Counters.RtcpReceived++;
        }
        else
        {
            Counters.RtpReceived++;
        }
    }

    internal void Add(MediaCall call)
    {
        _calls.Add(call);
        Counters.Calls = _calls.Count;
    }

    internal void Remove(MediaCall call)
    {
        _calls.Remove(call);
        Counters.Calls = _calls.Count;
    }

    internal void Watch(IWatched port)
    {
        if (!_freeKeys.TryPop(out var key))
        {
            key = _ports.Count;
            _ports.Add(null);
        }

        port.Key = key;
        _ports[key] = port;
        _io.Add(port.Socket, key);
    }

    internal void Unwatch(IWatched port)
    {
        _io.Remove(port.Socket);
        _ports[port.Key] = null;
        _freeKeys.Push(port.Key);
    }

    private void Run()
    {
        Place.Take(_number);
        while (!_stopping)
        {
            try
            {
                Round();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The second of the two places where exceptions stop: one round is lost, the calls of all others go on.
                Counters.Exceptions++;
                LogRoundFailed(_log, e);
            }
        }
    }

    private void Round()
    {
        var last = Now;
        if (_gathers && last + GatherFor - _clock.Now is > 0 and var early)
        {
            _io.Pause((int)(early / TimeSpan.TicksPerMicrosecond));
        }

        var wait = 0;
        if (_mailbox.BeginWait())
        {
            // Rounded up: rounded down, the last part of a millisecond before each tick would be spent in waits of nothing.
            wait = _calls.Count == 0 && WebRtc?.Tcp is not { Connections: > 0 } ? -1
                : (int)Math.Clamp((_nextTick - _clock.Now + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, 0, TickMilliseconds);
        }

        var ready = _io.Wait(wait);
        _mailbox.EndWait();
        Now = _clock.Now;
        if (_gathers && ready <= 1)
        {
            // Nothing came of it: one port in a rush gives one packet a round, however many wait there.
            _gathersFrom = Now + (TickMilliseconds * TimeSpan.TicksPerMillisecond);
        }

        _gathers = ready > 0 && Now - last < 2 * GatherFor && Now >= _gathersFrom;
        for (var i = 0; i < ready; i++)
        {
            // A key may have been given up earlier in this round.
            if (_ports[_io.Ready(i)] is { } port)
            {
                Read(port);
            }
        }

        while (_mailbox.TryTake(out var message))
        {
            // Whichever call it is for: what is due there may be another now.
            _isTold = true;
            message();
        }

        if (Now >= _nextTick)
        {
            _nextTick = Now + (TickMilliseconds * TimeSpan.TicksPerMillisecond);
            Tick();
        }
    }

    private void Read(IWatched port)
    {
        try
        {
            port.Read();
        }
        catch (Exception e) when (e is not OutOfMemoryException && port.Call is not null)
        {
            Broken(port.Call, e);
        }
    }

    private void Tick()
    {
        foreach (var call in _calls)
        {
            if (!_isTold && Now < call.LookAt)
            {
                continue;
            }

            try
            {
                call.LookAt = Math.Min(call.Tick(), Now + LooksEvery);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Broken(call, e);
            }
        }

        _isTold = false;
        WebRtc?.Tcp?.Tick();
        if (Now >= _nextRecount)
        {
            _nextRecount = Now + RecountEvery;
            Recount();
        }
    }

    /// <summary>Packets that machines dropped are counted in the legs; metrics want the sum, also of legs that are gone.</summary>
    private void Recount()
    {
        long legs = 0;
        foreach (var call in _calls)
        {
            legs += call.CountDrops();
        }

        Counters.Legs = legs;
    }

    private void Broken(MediaCall call, Exception e)
    {
        Counters.Exceptions++;
        LogCallBroken(_log, e);
        call.Break();
    }

    [LoggerMessage(2211, LogLevel.Error, "A round of a media shard failed.")]
    private static partial void LogRoundFailed(ILogger log, Exception exception);

    [LoggerMessage(2212, LogLevel.Error, "The media of a call failed; its legs are reported as lost.")]
    private static partial void LogCallBroken(ILogger log, Exception exception);
}
