using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>A browser's media in one call: ICE, DTLS, SRTP, and a packet each 20 ms. Lives on the voice thread.</summary>
/// <remarks>Made anywhere; every method runs on the voice thread, the handshake on one of its own, what it comes to is posted.</remarks>
internal sealed class BrowserEnd : IDisposable
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Create(DateTimeOffset.UtcNow);

    private readonly VoiceThread _thread;
    private readonly VoiceCodec _codec;
    private readonly IceCredentials _local = IceCredentials.FromRandom(RandomNumberGenerator.GetBytes(IceCredentials.RandomLength));
    private readonly TaskCompletionSource<TimeSpan> _secured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _packet;
    private readonly uint _ssrc = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
    private EdgeAnswer? _edge;
    private VoiceSocket? _socket;
    private IceControlling? _ice;
    private IceFlow _flow;
    private DtlsHandshake? _handshake;
    private SrtpSendContext? _send;
    private SrtpReceiveContext? _receive;
    private BrowserEnd? _listener;
    private ArrivalOrder _order;
    private long _shakesSince;
    private bool _isShaking;
    private bool _isClosed;
    private bool _counts;
    private uint _number;
    private uint _timestamp;

    /// <param name="thread">Whose it is.</param>
    /// <param name="id">Tells the ends of a run apart.</param>
    /// <param name="codec">What it speaks.</param>
    /// <param name="totals">What is spoken to it and what it hears is counted there too.</param>
    public BrowserEnd(VoiceThread thread, int id, VoiceCodec codec, VoiceTotals totals)
    {
        (_thread, Id, _codec, Totals) = (thread, id, codec, totals);
        _packet = new byte[RtpHeader.FixedLength + codec.FrameBytes() + SrtpProfiles.MaxOverhead];
        Offer = BrowserOffer.Make(_local, Identity.Fingerprint, codec);
    }

    /// <summary>Its number in the run.</summary>
    public int Id { get; }

    /// <summary>Its session description.</summary>
    public string Offer { get; }

    /// <summary>What is spoken to it and what it hears.</summary>
    public VoiceTotals Totals { get; }

    /// <summary>The keys are there; how long that took since the edge answered the first check.</summary>
    public Task<TimeSpan> Secured => _secured.Task;

    /// <summary>It has heard the other end.</summary>
    public Task Heard => _heard.Task;

    /// <summary>The socket's place at the thread.</summary>
    public int Key { get; private set; }

    /// <summary>Where in the 20 ms it speaks; -1 while it is silent.</summary>
    public int Slot { get; private set; } = -1;

    /// <summary>Takes the edge's answer and begins to check.</summary>
    public void Connect(EdgeAnswer answer, IPAddress local)
    {
        _edge = answer;
        _flow = new IceFlow(answer.Address);
        _socket = new VoiceSocket(local, answer.Address);
        Key = _thread.Watch(this, _socket.Descriptor);
        var random = RandomNumberGenerator.GetBytes(2 * sizeof(ulong));
        var options = new IceControllingOptions { Local = _local, Remote = answer.Credentials, Destination = _flow, TieBreaker = BitConverter.ToUInt64(random) };
        _ice = new IceControlling(options, BitConverter.ToUInt64(random, sizeof(ulong)), _thread.Now);
        _handshake = new DtlsHandshake(Identity, datagram => _socket.Send(datagram), DtlsOptions.Default);
        DrainIce();
    }

    /// <summary>It is to hear the other end anew: what it heard before counts no more for <see cref="Heard"/>.</summary>
    public void HearAnew() => _heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says who hears what it speaks; what it hears is expected from there.</summary>
    public void SpeakTo(BrowserEnd listener) => _listener = listener;

    /// <summary>From here on what it speaks counts: both ends are there.</summary>
    public void Count() => _counts = true;

    /// <summary>It speaks no more, and goes on to listen.</summary>
    public void FallSilent()
    {
        if (Slot >= 0)
        {
            _thread.Silence(this, Slot);
            Slot = -1;
        }
    }

    /// <summary>Frees what it holds; a handshake that runs gives up first.</summary>
    public void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        FallSilent();
        _secured.TrySetCanceled();
        _heard.TrySetCanceled();
        if (_socket is not null)
        {
            _thread.Unwatch(Key, _socket.Descriptor);
        }

        if (_isShaking)
        {
            _handshake!.Close();
        }
        else
        {
            Free();
        }
    }

    /// <summary>Does what ICE is due to do.</summary>
    public void Tick()
    {
        if (_ice is { } ice && ice.Deadline <= _thread.Now)
        {
            ice.Tick(_thread.Now);
            DrainIce();
        }
    }

    /// <summary>Speaks a packet. The hot path: nothing is allocated.</summary>
    public void Speak()
    {
        new RtpHeader { PayloadType = _codec.PayloadType(), Sequence = (ushort)_number, Timestamp = _timestamp, Ssrc = _ssrc }.Write(_packet);
        var length = RtpHeader.FixedLength + _codec.FrameBytes();
        new SpokenFrame(Id, _number, VoiceThread.Utc, _counts).Write(_packet.AsSpan(RtpHeader.FixedLength, _codec.FrameBytes()));
        var isSent = _send!.ProtectRtp(_packet, length, out length) == SrtpStatus.Ok && _socket!.Send(_packet.AsSpan(0, length));
        if (_counts)
        {
            _listener!.Totals.Speak(isSent);
            _thread.Totals.Speak(isSent);
        }

        _number++;
        _timestamp += _codec.Step();
    }

    /// <summary>Takes the datagram that is there. The hot path too.</summary>
    public void Read(Span<byte> buffer)
    {
        var length = _socket!.Receive(buffer, out var arrived);
        if (length < 0)
        {
            return;
        }

        var datagram = buffer[..length];
        switch (PacketKinds.Of(datagram))
        {
            case PacketKind.Rtp:
                Hear(datagram, arrived);
                break;
            case PacketKind.Stun:
                _ice!.Receive(datagram, _flow, _thread.Now);
                DrainIce();
                break;
            case PacketKind.Dtls:
                _handshake!.TryPut(datagram);
                if (_secured.Task.IsCompletedSuccessfully)
                {
                    _handshake.Attend();
                }

                break;
        }
    }

    private void Hear(Span<byte> datagram, long arrived)
    {
        if (_receive is null)
        {
            return;
        }

        if (_receive.UnprotectRtp(datagram, out var length) != SrtpStatus.Ok
            || RtpHeader.TryRead(datagram[..length], out var header) != RtpStatus.Ok
            || !SpokenFrame.TryRead(datagram.Slice(header.PayloadOffset, header.PayloadLength), out var frame)
            || frame.End != _listener?.Id)
        {
            // Ringing tones, and music of the moment before both are connected.
            if (_counts)
            {
                Totals.HearStrange();
                _thread.Totals.HearStrange();
            }

            return;
        }

        var arrival = _order.Take(frame.Number);
        if (frame.Counts)
        {
            var hop = (arrived == 0 ? VoiceThread.Utc : arrived) - frame.SpokenAt;
            Totals.Hear(arrival, hop);
            _thread.Totals.Hear(arrival, hop);
        }

        _heard.TrySetResult();
    }

    private void DrainIce()
    {
        while (_ice!.TryTake(out var effect))
        {
            switch (effect.Kind)
            {
                case IceEffectKind.Send:
                    _socket!.Send(effect.Packet.Span);
                    break;
                case IceEffectKind.Selected when !_isShaking && !_secured.Task.IsCompleted:
                    _isShaking = true;
                    _shakesSince = Stopwatch.GetTimestamp();
                    _thread.Handshakes.Post(Shake);
                    break;
                case IceEffectKind.Failed or IceEffectKind.ConsentLost:
                    _secured.TrySetException(new InvalidOperationException($"ICE: {effect.Kind}"));
                    FallSilent();
                    break;
            }
        }
    }

    private void Shake()
    {
        var result = _handshake!.Run(DtlsRole.Client, _edge!.Fingerprints);
        var took = Stopwatch.GetElapsedTime(_shakesSince);
        _thread.Post(() => Done(result, took));
    }

    private void Done(DtlsResult result, TimeSpan took)
    {
        _isShaking = false;
        if (_isClosed)
        {
            Free();
        }
        else if (result.Keys is { } keys)
        {
            _receive = new SrtpReceiveContext(keys.Receive);
            _send = new SrtpSendContext(keys.Send);
            Slot = _thread.LetSpeak(this);
            _secured.TrySetResult(took);
        }
        else
        {
            _secured.TrySetException(new InvalidOperationException($"DTLS: {result.Status}{(result.Alert is { } alert ? $", alert {alert}" : "")}"));
        }
    }

    private void Free()
    {
        _handshake?.Dispose();
        _socket?.Dispose();
        _send?.Dispose();
        _receive?.Dispose();
    }
}
