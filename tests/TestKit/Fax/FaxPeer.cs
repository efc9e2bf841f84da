using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.Fax;

/// <summary>A fax machine with an RTP socket: PCMU, 20 ms, both ways in real time. It loses what it is told to lose, each direction by its own seed, since the packets of the two meet in no order.</summary>
public sealed class FaxPeer : IAsyncDisposable
{
    private const int HeaderLength = 12;
    private const int Frame = SpandspFax.FrameSamples;

    // What came after a gap before it is one: 100 ms.
    private const int Patience = 5;
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(20);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SpandspFax _fax;
    private readonly double _loss;
    private readonly Random _losesHeard;
    private readonly Random _losesSaid;
    private readonly SortedDictionary<uint, byte[]> _waiting = [];
    private readonly short[] _last = new short[Frame];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private bool _isDisposed;
    private uint? _next;
    private IPEndPoint? _to;

    /// <param name="fax">The machine; the peer's from now on.</param>
    /// <param name="loss">Share of the packets of each direction that are lost.</param>
    /// <param name="seed">By what they are chosen.</param>
    public FaxPeer(SpandspFax fax, double loss = 0, int seed = 1)
    {
        (_fax, _loss, _losesHeard, _losesSaid) = (fax, loss, new Random(seed), new Random(seed + 1_000));
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, FreePorts.TakeRtp()));
        _socket.Blocking = false;
    }

    /// <summary>Where it takes RTP.</summary>
    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Packets that it has lost, of both directions.</summary>
    public int Lost { get; private set; }

    /// <summary>Pages that were confirmed.</summary>
    public int Pages => _fax.Pages;

    /// <summary>How it ended, in words.</summary>
    public string Text => _fax.Text;

    /// <summary>What the other machine calls itself.</summary>
    public string Station => _fax.Station;

    /// <summary>Ends when the machine has come to its end.</summary>
    public Task Over => _over.Task;

    /// <summary>Talks with whoever is there from now on.</summary>
    public void Start(IPEndPoint to)
    {
        _to = to;
        _thread = new Thread(Run) { IsBackground = true, Name = "fax peer" };
        _thread.Start();
    }

    /// <summary>Says nothing any more.</summary>
    public async Task StopAsync()
    {
        if (!_isDisposed)
        {
            await _stop.CancelAsync();
            _thread?.Join();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _isDisposed = true;
        _fax.Dispose();
        _socket.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var clock = Stopwatch.StartNew();
        var packet = new byte[HeaderLength + Frame];
        Span<short> frame = stackalloc short[Frame];
        for (var number = 0L; !_stop.IsCancellationRequested; number++)
        {
            var wait = (FrameTime * number) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                _stop.Token.WaitHandle.WaitOne(wait);
            }

            Receive();
            while (TryTake(frame))
            {
                _fax.Hear(frame);
            }

            _fax.Say(frame);
            packet[0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)number);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), (uint)number * Frame);
            BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 0x0FA0_0FA0);
            for (var i = 0; i < Frame; i++)
            {
                packet[HeaderLength + i] = Companding.ToMuLaw(frame[i]);
            }

            if (IsLost(_losesSaid))
            {
                Lost++;
            }
            else
            {
                _socket.SendTo(packet, _to!);
            }

            if (_fax.Result is not null)
            {
                _over.TrySetResult();
            }
        }
    }

    private bool IsLost(Random random) => random.NextDouble() < _loss;

    private void Receive()
    {
        var buffer = new byte[2_048];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (_socket.Available > 0)
        {
            var length = _socket.ReceiveFrom(buffer, ref from);
            if (length != HeaderLength + Frame || (buffer[1] & 0x7F) != 0)
            {
                continue;
            }

            if (IsLost(_losesHeard))
            {
                Lost++;
                continue;
            }

            var timestamp = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(4));
            _next ??= timestamp;
            if (timestamp >= _next)
            {
                _waiting[timestamp] = buffer[HeaderLength..length];
            }
        }
    }

    // A modem bears a frame that is wrong, and not one that is silent.
    private bool TryTake(Span<short> frame)
    {
        if (_waiting.Count == 0 || _next is not { } next)
        {
            return false;
        }

        if (_waiting.Remove(next, out var payload))
        {
            for (var i = 0; i < Frame; i++)
            {
                _last[i] = Companding.FromMuLaw(payload[i]);
            }
        }
        else if (_waiting.Keys.First() > next + (50 * Frame))
        {
            // Somebody else speaks from here on.
            _next = _waiting.Keys.First();
            return TryTake(frame);
        }
        else if (_waiting.Count < Patience)
        {
            return false;
        }

        _last.CopyTo(frame);
        _next = next + Frame;
        return true;
    }
}
