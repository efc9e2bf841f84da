using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>One thread that speaks in some calls, 50 packets a second each, and listens at their other ends.</summary>
internal sealed class Voices : IDisposable
{
    private const int PacketBytes = 172;
    private const int HeaderBytes = 12;
    private const int Samples = 160;
    private const long Pace = 20 * TimeSpan.TicksPerMillisecond;

    private readonly List<Voice> _all = [];
    private readonly Lock _gate = new();
    private readonly Thread _thread;
    private readonly byte[] _packet = new byte[PacketBytes];
    private LongHistogram _delay = Latency.Histogram();
    private long _sent;
    private long _heard;
    private long _lostBefore;
    private volatile bool _isStopping;

    public Voices()
    {
        _packet[0] = 0x80;
        _thread = new Thread(Run) { IsBackground = true, Name = "voices", Priority = ThreadPriority.Highest };
    }

    /// <summary>Packets sent and heard until now.</summary>
    public (long Sent, long Heard) Total
    {
        get
        {
            lock (_gate)
            {
                return (_sent, _heard);
            }
        }
    }

    /// <summary>Opens the two ends of a call; where they are.</summary>
    public (IPEndPoint Speaks, IPEndPoint Hears, Action<IPEndPoint> Begin) Open(IPAddress address)
    {
        var voice = new Voice(Bound(address), Bound(address));
        return ((IPEndPoint)voice.Out.LocalEndPoint!, (IPEndPoint)voice.In.LocalEndPoint!, to =>
        {
            voice.To = to;
            lock (_gate)
            {
                _all.Add(voice);
            }
        });
    }

    /// <summary>Begins.</summary>
    public void Start() => _thread.Start();

    /// <summary>Per cent lost and mean opinion score since this was asked last.</summary>
    public (double Loss, double Mos) Take()
    {
        lock (_gate)
        {
            // What is on its way counts as lost now and not the next time.
            var lost = Math.Max(0, _sent - _heard - _all.Count);
            var fresh = Math.Max(0, lost - _lostBefore);
            _lostBefore = lost;
            var delay = Latency.Of(_delay);
            var packets = Math.Max(1, delay.Count + fresh);
            _delay = Latency.Histogram();
            return (100.0 * fresh / packets, Opinion(delay.P99, (double)fresh / packets));
        }
    }

    /// <summary>What people would say of G.711 with this delay and loss: the E-model with its defaults. ITU-T G.107 §7, G.113 appendix I.</summary>
    /// <param name="milliseconds">One way, with what a jitter buffer of that length adds.</param>
    /// <param name="loss">Share lost, at random.</param>
    public static double Opinion(double milliseconds, double loss)
    {
        const double Basic = 93.2; // R0 - Is of G.711 with the model's defaults
        const double Robustness = 25.1; // Bpl of G.711 with concealment
        const double Impaired = 95;
        var delay = (0.024 * milliseconds) + (milliseconds > 177.3 ? 0.11 * (milliseconds - 177.3) : 0);
        var lost = Impaired * (100 * loss) / ((100 * loss) + Robustness);
        var r = Math.Clamp(Basic - delay - lost, 0, 100);
        return 1 + (0.035 * r) + (r * (r - 60) * (100 - r) * 7e-6);
    }

    public void Dispose()
    {
        _isStopping = true;
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join();
        }

        foreach (var voice in _all)
        {
            voice.Out.Dispose();
            voice.In.Dispose();
        }
    }

    private void Run()
    {
        for (var due = LinuxNative.Now; !_isStopping; due += Pace)
        {
            LinuxNative.SleepUntil(due);
            lock (_gate)
            {
                foreach (var (i, voice) in _all.Index())
                {
                    Hear(voice);
                    Speak(voice, i);
                }
            }
        }
    }

    private void Speak(Voice voice, int number)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), voice.Sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(_packet.AsSpan(4), voice.Time += Samples);
        BinaryPrimitives.WriteUInt32BigEndian(_packet.AsSpan(8), (uint)(0x2000 + number));
        BinaryPrimitives.WriteInt64LittleEndian(_packet.AsSpan(HeaderBytes), LinuxNative.Now);
        try
        {
            voice.Out.SendTo(_packet, voice.To!);
        }
        catch (SocketException)
        {
            // It counts as sent, and is lost.
        }

        _sent++;
    }

    // Heard each 20 ms: the delay is what a jitter buffer would make of it, up to 20 ms more than the packet's own.
    private void Hear(Voice voice)
    {
        Span<byte> heard = stackalloc byte[2_048];
        while (voice.In.Available > 0)
        {
            try
            {
                if (voice.In.Receive(heard) == PacketBytes)
                {
                    _heard++;
                    _delay.RecordValue(Latency.Microseconds(LinuxNative.Now - BinaryPrimitives.ReadInt64LittleEndian(heard[HeaderBytes..])));
                }
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    private static Socket Bound(IPAddress address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    private sealed class Voice(Socket speaks, Socket hears)
    {
        public Socket Out => speaks;

        public Socket In => hears;

        public IPEndPoint? To { get; set; }

        public ushort Sequence { get; set; }

        public uint Time { get; set; }
    }
}
