using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.Fax;

/// <summary>A fax machine with a UDPTL socket: T.38 in real time, each datagram with the two packets before it, in UDPTL of its own. It loses what it is told to lose, each direction by its own seed.</summary>
public sealed class T38Peer : IAsyncDisposable
{
    private const int Redundant = 2;
    private static readonly TimeSpan TickTime = TimeSpan.FromMilliseconds(20);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SpandspFax _fax;
    private readonly double _loss;
    private readonly Random _losesHeard;
    private readonly Random _losesSaid;
    private readonly List<byte[]> _before = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;
    private IPEndPoint? _to;
    private bool _isDisposed;
    private int _next = -1;
    private ushort _sequence;

    /// <param name="fax">The machine; the peer's from now on.</param>
    /// <param name="loss">Share of the datagrams of each direction that are lost.</param>
    /// <param name="seed">By what they are chosen.</param>
    public T38Peer(SpandspFax fax, double loss = 0, int seed = 1)
    {
        (_fax, _loss, _losesHeard, _losesSaid) = (fax, loss, new Random(seed), new Random(seed + 1_000));
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, FreePorts.TakeRtp()));
    }

    /// <summary>Datagrams that it has lost, of both directions.</summary>
    public int Lost { get; private set; }

    /// <summary>Datagrams that it has taken.</summary>
    public int Heard { get; private set; }

    /// <summary>How it ended, in words.</summary>
    public string Text => _fax.Text;

    /// <summary>Ends when the machine has come to its end.</summary>
    public Task Over => _over.Task;

    /// <summary>The description of where it takes UDPTL.</summary>
    public string Sdp => $"v=0\r\no=gateway 1 2 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=image {((IPEndPoint)_socket.LocalEndPoint!).Port} udptl t38\r\n"
        + "a=T38FaxVersion:0\r\na=T38MaxBitRate:14400\r\na=T38FaxRateManagement:transferredTCF\r\na=T38FaxMaxDatagram:1400\r\na=T38FaxUdpEC:t38UDPRedundancy\r\n";

    /// <summary>Where a description takes UDPTL.</summary>
    public static IPEndPoint ImageOf(string sdp)
    {
        var lines = sdp.ReplaceLineEndings("\n").Split('\n');
        var media = Array.Find(lines, static line => line.StartsWith("m=image ", StringComparison.Ordinal)) ?? throw new InvalidDataException($"No fax in {sdp}");
        var address = Array.Find(lines, static line => line.StartsWith("c=IN IP4 ", StringComparison.Ordinal))!;
        return new IPEndPoint(IPAddress.Parse(address[9..]), int.Parse(media.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Talks with whoever is there from now on.</summary>
    public void Start(IPEndPoint to)
    {
        _to = to;
        _thread = new Thread(Run) { IsBackground = true, Name = "T.38 peer" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _stop.CancelAsync();
        _thread?.Join();
        _fax.Dispose();
        _socket.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        var clock = Stopwatch.StartNew();
        for (var number = 0L; !_stop.IsCancellationRequested; number++)
        {
            var wait = (TickTime * number) - clock.Elapsed;
            if (wait > TimeSpan.Zero)
            {
                _stop.Token.WaitHandle.WaitOne(wait);
            }

            Receive();
            _fax.Tick();
            while (_fax.Packets.TryDequeue(out var packet))
            {
                Send(packet.Packet, packet.Times);
            }

            if (_fax.Result is not null)
            {
                _over.TrySetResult();
            }
        }
    }

    private void Send(byte[] packet, int times)
    {
        var datagram = new List<byte> { (byte)(_sequence >> 8), (byte)_sequence };
        _sequence++;
        Put(datagram, packet);
        datagram.Add(0);
        datagram.Add((byte)_before.Count);
        _before.ForEach(older => Put(datagram, older));
        _before.Insert(0, packet);
        if (_before.Count > Redundant)
        {
            _before.RemoveAt(Redundant);
        }

        for (var i = 0; i < times; i++)
        {
            if (_losesSaid.NextDouble() < _loss)
            {
                Lost++;
            }
            else
            {
                _socket.SendTo(datagram.ToArray(), _to!);
            }
        }
    }

    private static void Put(List<byte> datagram, byte[] packet)
    {
        if (packet.Length > 127)
        {
            datagram.Add((byte)(0x80 | (packet.Length >> 8)));
        }

        datagram.Add((byte)packet.Length);
        datagram.AddRange(packet);
    }

    private void Receive()
    {
        var buffer = new byte[2_048];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        while (_socket.Available > 0)
        {
            var length = _socket.ReceiveFrom(buffer, ref from);
            // What is sound still, from before both had gone over, is none.
            if (buffer[0] == 0x80 && length == 172)
            {
                continue;
            }

            if (_losesHeard.NextDouble() < _loss)
            {
                Lost++;
                continue;
            }

            Heard++;
            Take(buffer.AsSpan(0, length));
        }
    }

    private void Take(ReadOnlySpan<byte> datagram)
    {
        int sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram);
        var at = 2;
        var packets = new List<byte[]> { Next(datagram, ref at) };
        at++;
        for (var left = at < datagram.Length ? datagram[at++] : 0; left > 0; left--)
        {
            packets.Add(Next(datagram, ref at));
        }

        for (var back = packets.Count - 1; back >= 0; back--)
        {
            if (sequence - back >= _next && sequence - back >= 0)
            {
                _fax.Receive(packets[back], sequence - back);
            }
        }

        _next = Math.Max(_next, sequence + 1);
    }

    private static byte[] Next(ReadOnlySpan<byte> datagram, ref int at)
    {
        int length = datagram[at++];
        if (length > 127)
        {
            length = ((length & 0x7F) << 8) | datagram[at++];
        }

        var packet = datagram.Slice(at, length).ToArray();
        at += length;
        return packet;
    }
}
