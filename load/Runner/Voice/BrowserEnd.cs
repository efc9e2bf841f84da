using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>A browser's media in one call: ICE, DTLS, SRTP, and a packet each 20 ms. Lives on the voice thread.</summary>
/// <remarks>Made anywhere; every method runs on the voice thread, the handshake on one of its own, what it comes to is posted.</remarks>
internal sealed class BrowserEnd : VoiceEnd
{
    private static readonly DtlsIdentity Identity = DtlsIdentity.Create(DateTimeOffset.UtcNow);

    private readonly IceCredentials _local = IceCredentials.FromRandom(RandomNumberGenerator.GetBytes(IceCredentials.RandomLength));
    private readonly TaskCompletionSource<TimeSpan> _secured = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EdgeAnswer? _edge;
    private VoiceSocket? _socket;
    private IceControlling? _ice;
    private IceFlow _flow;
    private DtlsHandshake? _handshake;
    private SrtpSendContext? _send;
    private SrtpReceiveContext? _receive;
    private long _shakesSince;
    private bool _isShaking;
    private bool _isClosed;
    private volatile string _stage = "nothing was answered";

    /// <param name="thread">Whose it is.</param>
    /// <param name="id">Tells the ends of a run apart.</param>
    /// <param name="codec">What it speaks.</param>
    /// <param name="totals">What is spoken to it and what it hears is counted there too.</param>
    public BrowserEnd(VoiceThread thread, int id, VoiceCodec codec, VoiceTotals totals)
        : base(thread, id, codec, totals, SrtpProfiles.MaxOverhead) => Offer = BrowserOffer.Make(_local, Identity.Fingerprint, codec);

    /// <summary>Its session description.</summary>
    public string Offer { get; }

    /// <summary>The keys are there; how long that took since the edge answered the first check.</summary>
    public Task<TimeSpan> Secured => _secured.Task;

    /// <summary>How far it is, in words, for whoever reads why it was given up.</summary>
    public string Stage => _stage;

    /// <summary>Takes the edge's answer and begins to check.</summary>
    public void Connect(EdgeAnswer answer, IPAddress local)
    {
        _edge = answer;
        _stage = "no check was answered";
        _flow = new IceFlow(answer.Address);
        _socket = new VoiceSocket(local, answer.Address);
        Key = Thread.Watch(this, _socket.Descriptor);
        var random = RandomNumberGenerator.GetBytes(2 * sizeof(ulong));
        var options = new IceControllingOptions { Local = _local, Remote = answer.Credentials, Destination = _flow, TieBreaker = BitConverter.ToUInt64(random) };
        _ice = new IceControlling(options, BitConverter.ToUInt64(random, sizeof(ulong)), Thread.Now);
        _handshake = new DtlsHandshake(Identity, datagram => _socket.Send(datagram), DtlsOptions.Default);
        DrainIce();
    }

    /// <summary>Frees what it holds; a handshake that runs gives up first.</summary>
    public override void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        FallSilent();
        _secured.TrySetCanceled();
        GiveUpHearing();
        if (_socket is not null)
        {
            Thread.Unwatch(Key, _socket.Descriptor);
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
    public override void Tick()
    {
        if (_ice is { } ice && ice.Deadline <= Thread.Now)
        {
            ice.Tick(Thread.Now);
            DrainIce();
        }
    }

    /// <summary>Takes the datagram that is there. The hot path too.</summary>
    public override void Read(Span<byte> buffer)
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
                Unprotect(datagram, arrived);
                break;
            case PacketKind.Stun:
                _ice!.Receive(datagram, _flow, Thread.Now);
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

    protected override bool TrySend(byte[] packet, int length) =>
        _send!.ProtectRtp(packet, length, out length) == SrtpStatus.Ok && _socket!.Send(packet.AsSpan(0, length));

    private void Unprotect(Span<byte> datagram, long arrived)
    {
        if (_receive is null)
        {
            return;
        }

        if (_receive.UnprotectRtp(datagram, out var length) == SrtpStatus.Ok)
        {
            Hear(datagram[..length], arrived);
        }
        else
        {
            HearStrange();
        }
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
                    _stage = "the handshake waits for a thread of the generator";
                    _shakesSince = Stopwatch.GetTimestamp();
                    Thread.Handshakes.Post(Shake);
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
        _stage = "the handshake is not done";
        var result = _handshake!.Run(DtlsRole.Client, _edge!.Fingerprints);
        var took = Stopwatch.GetElapsedTime(_shakesSince);
        Thread.Post(() => Done(result, took));
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
            BeginToSpeak();
            _stage = "connected";
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
