using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Srtp;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>A browser's media without a browser: a real socket, ICE, DTLS and SRTP, in real time.</summary>
internal sealed class WebPhone : IDisposable
{
    private static readonly DtlsIdentity OneOfUs = DtlsIdentity.Create(DateTimeOffset.UtcNow);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 5 };
    private readonly Socket? _tcp;
    private readonly StreamFraming _framing = new(4_096);
    private readonly DtlsIdentity _identity;
    private readonly DtlsFingerprint _named;
    private IceCredentials _local = IceCredentials.FromRandom(RandomNumberGenerator.GetBytes(IceCredentials.RandomLength));
    private readonly TaskCompletionSource<DtlsResult> _secured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _greeted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goodbye = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));
    private readonly Lock _gate = new();
    private readonly List<(int PayloadType, byte[] Payload)> _heard = [];
    private DtlsRole _role = DtlsRole.Client;
    private IceControlling? _ice;
    private IceCredentials? _restart;
    private IceFlow _edge;
    private DtlsHandshake? _handshake;
    private SrtpSendContext? _send;
    private SrtpReceiveContext? _receive;
    private Thread? _thread;
    private volatile bool _isClosed;
    private ushort _sequence;
    private uint _timestamp;

    /// <param name="showsAnother">Whether its certificate is not the one that its offer names.</param>
    /// <param name="shakesHands">False: it never begins the handshake.</param>
    /// <param name="overTcp">Whether its network lets no UDP through.</param>
    public WebPhone(bool showsAnother = false, bool shakesHands = true, bool overTcp = false)
    {
        ShakesHands = shakesHands;
        _tcp = overTcp ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true } : null;
        _identity = DtlsIdentity.Create(DateTimeOffset.UtcNow);
        _named = showsAnother ? OneOfUs.Fingerprint : _identity.Fingerprint;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    /// <summary>How the handshake ended.</summary>
    public Task<DtlsResult> Secured => _secured.Task;

    /// <summary>Its first datagram of the handshake is out.</summary>
    public Task Greeted => _greeted.Task;

    /// <summary>The edge said close_notify.</summary>
    public Task Goodbye => _goodbye.Task;

    /// <summary>The fragment that it was answered with.</summary>
    public string EdgeUfrag { get; private set; } = "";

    public bool ShakesHands { get; }

    /// <summary>What it heard, decrypted.</summary>
    public IReadOnlyList<(int PayloadType, byte[] Payload)> Heard
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard];
            }
        }
    }

    public string Offer(string direction = "sendrecv") =>
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126\r\nc=IN IP4 0.0.0.0\r\n"
        + $"a=ice-ufrag:{_local.Ufrag}\r\na=ice-pwd:{_local.Password}\r\na=ice-options:trickle\r\na=fingerprint:{_named}\r\na=setup:actpass\r\na=mid:0\r\na={direction}\r\n"
        + "a=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:63 red/48000/2\r\na=rtpmap:13 CN/8000\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n";

    /// <summary>Its answer to an offer of the edge: the offered formats, all of them.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="setup">Its end of the handshake: active, or passive to let the edge begin.</param>
    public string Answer(string offer, string setup = "active")
    {
        _role = setup == "active" ? DtlsRole.Client : DtlsRole.Server;
        var answer = Regex.Replace(offer, "a=(candidate|end-of-candidates|ice-lite|msid|ssrc)[^\r]*\r\n", "");
        answer = Regex.Replace(answer, "a=ice-ufrag:[^\r]*", "a=ice-ufrag:" + _local.Ufrag);
        answer = Regex.Replace(answer, "a=ice-pwd:[^\r]*", "a=ice-pwd:" + _local.Password);
        answer = Regex.Replace(answer, "a=fingerprint:[^\r]*", "a=fingerprint:" + _named);
        return Regex.Replace(answer, "m=audio \\d+", "m=audio 9").Replace("a=setup:actpass", "a=setup:" + setup, StringComparison.Ordinal);
    }

    /// <summary>Takes the answer, or the offer, of the edge and connects, in the background.</summary>
    public void Connect(string answer)
    {
        EdgeUfrag = Value(answer, "ice-ufrag:(\\S+)");
        if (!IceCredentials.TryMake(EdgeUfrag, Value(answer, "ice-pwd:(\\S+)"), out var remote)
            || !DtlsFingerprint.TryRead(Value(answer, "fingerprint:([^\r]+)"), out var fingerprint))
        {
            throw new InvalidDataException("No answer to a browser: " + answer);
        }

        var candidate = Regex.Match(answer, $"a=candidate:\\S+ 1 {(_tcp is null ? "udp" : "tcp")} \\d+ (\\S+) (\\d+) typ host");
        MediaEndpoint.TryParse(candidate.Groups[1].Value, ushort.Parse(candidate.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture), out var edge);
        _edge = new IceFlow(edge);
        _tcp?.Connect(edge.ToAddress(), edge.Port);
        _ice = new IceControlling(new IceControllingOptions { Local = _local, Remote = remote!, Destination = _edge, TieBreaker = 7 }, _ssrc, Now);
        _handshake = new DtlsHandshake(
            _identity,
            datagram =>
            {
                Send(datagram);
                _greeted.TrySetResult();
            },
            DtlsOptions.Default);
        _thread = new Thread(() => Run(DtlsFingerprints.Of(fingerprint!))) { IsBackground = true, Name = "web phone" };
        _thread.Start();
    }

    /// <summary>An offer with other ICE credentials.</summary>
    public string RestartIce()
    {
        _local = IceCredentials.FromRandom(RandomNumberGenerator.GetBytes(IceCredentials.RandomLength));
        return Offer();
    }

    /// <summary>Takes the answer to <see cref="RestartIce"/>.</summary>
    public void Restarted(string answer)
    {
        EdgeUfrag = Value(answer, "ice-ufrag:(\\S+)");
        Assert.True(IceCredentials.TryMake(EdgeUfrag, Value(answer, "ice-pwd:(\\S+)"), out var remote));
        Volatile.Write(ref _restart, remote);
    }

    /// <summary>Sends one packet.</summary>
    public void Speak(int payloadType, byte[] payload, uint step)
    {
        var buffer = new byte[RtpHeader.FixedLength + payload.Length + SrtpProfiles.MaxOverhead];
        new RtpHeader { PayloadType = (byte)payloadType, Sequence = _sequence++, Timestamp = _timestamp, Ssrc = _ssrc }.Write(buffer);
        payload.CopyTo(buffer, RtpHeader.FixedLength);
        _timestamp += step;
        if (_send!.ProtectRtp(buffer, RtpHeader.FixedLength + payload.Length, out var length) == SrtpStatus.Ok)
        {
            Send(buffer.AsSpan(0, length));
        }
    }

    /// <summary>Sends bytes as they are.</summary>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        if (_tcp is { } tcp)
        {
            Span<byte> frame = stackalloc byte[StreamFraming.HeaderLength + datagram.Length];
            StreamFraming.Write(datagram, frame);
            lock (_gate)
            {
                tcp.Send(frame);
            }
        }
        else
        {
            _socket.SendTo(datagram, SocketFlags.None, new IPEndPoint(_edge.Remote.ToAddress(), _edge.Remote.Port));
        }
    }

    /// <summary>It takes nothing any more.</summary>
    public void StopReading() => Stop();

    /// <summary>Breaks its TCP connection.</summary>
    public void Hangs() => _tcp!.Close(0);

    /// <summary>Says close_notify, as a page does that is left.</summary>
    public void Leave()
    {
        Stop();
        _handshake!.Close();
    }

    public void Dispose()
    {
        Stop();
        _socket.Dispose();
        _tcp?.Dispose();
        _send?.Dispose();
        _receive?.Dispose();
    }

    private static long Now => Stopwatch.GetElapsedTime(0).Ticks;

    private void Stop()
    {
        _isClosed = true;
        _thread?.Join();
    }

    private void Run(DtlsFingerprints edge)
    {
        var buffer = new byte[2_048];
        Thread? shaking = null;
        while (!_isClosed)
        {
            if (Interlocked.Exchange(ref _restart, null) is { } remote)
            {
                _ice!.Restart(_local, remote, Now);
            }

            if (_ice!.Deadline <= Now)
            {
                _ice.Tick(Now);
            }

            while (_ice.TryTake(out var effect))
            {
                if (effect.Kind == IceEffectKind.Send)
                {
                    Send(effect.Packet.Span);
                }
                else if (effect.Kind == IceEffectKind.Selected && ShakesHands && shaking is null)
                {
                    shaking = new Thread(() => Shake(edge)) { IsBackground = true, Name = "web phone's handshake" };
                    shaking.Start();
                }
            }

            Read(buffer);
        }

        if (!_secured.Task.IsCompleted)
        {
            _handshake!.Close();
        }

        shaking?.Join();
    }

    private void Read(byte[] buffer)
    {
        var socket = _tcp ?? _socket;
        if (!socket.Poll(2_000, SelectMode.SelectRead))
        {
            return;
        }

        var received = buffer.AsSpan(0, socket.Receive(buffer, SocketFlags.None, out _));
        if (_tcp is null)
        {
            Take(received);
            return;
        }

        while (_framing.TryTake(ref received, out var packet))
        {
            Take(packet);
        }
    }

    private void Shake(DtlsFingerprints edge)
    {
        var result = _handshake!.Run(_role, edge);
        if (result.Keys is { } keys)
        {
            _receive = new SrtpReceiveContext(keys.Receive);
            _send = new SrtpSendContext(keys.Send);
        }

        _secured.SetResult(result);
    }

    private void Take(Span<byte> datagram)
    {
        switch (PacketKinds.Of(datagram))
        {
            case PacketKind.Stun:
                _ice!.Receive(datagram, _edge, Now);
                break;
            case PacketKind.Dtls:
                _handshake!.TryPut(datagram);
                if (_secured.Task.IsCompletedSuccessfully && !_handshake.Attend())
                {
                    _goodbye.TrySetResult();
                }

                break;
            case PacketKind.Rtp when _receive?.UnprotectRtp(datagram, out var length) == SrtpStatus.Ok:
                if (RtpHeader.TryRead(datagram[..length], out var header) == RtpStatus.Ok)
                {
                    lock (_gate)
                    {
                        _heard.Add((header.PayloadType, datagram.Slice(header.PayloadOffset, header.PayloadLength).ToArray()));
                    }
                }

                break;
        }
    }

    private static string Value(string sdp, string pattern) => Regex.Match(sdp, "a=" + pattern).Groups[1].Value;
}
