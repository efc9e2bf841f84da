using System.Net;
using RtcCluster.Media.Rtp;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>A SIP telephone's media in one call: plain RTP, PCMU. Lives on the voice thread.</summary>
internal sealed class TelephoneEnd : VoiceEnd
{
    private readonly VoiceSocket _socket;
    private bool _isWatched;
    private bool _isClosed;

    /// <param name="thread">Whose it is.</param>
    /// <param name="id">Tells the ends of a run apart.</param>
    /// <param name="address">Its address.</param>
    /// <param name="totals">What is spoken to it and what it hears is counted there too.</param>
    public TelephoneEnd(VoiceThread thread, int id, IPAddress address, VoiceTotals totals)
        : base(thread, id, VoiceCodec.Pcmu, totals, 0)
    {
        _socket = new VoiceSocket(address);
        Sdp = CallSdp.Of(_socket.Local);
    }

    /// <summary>What it says of its media; serves as offer and as answer.</summary>
    public ReadOnlyMemory<byte> Sdp { get; }

    /// <summary>Speaks there from now on, and hears what comes from there alone.</summary>
    public void Connect(IPEndPoint edge)
    {
        _socket.Connect(edge);
        if (!_isWatched)
        {
            _isWatched = true;
            Key = Thread.Watch(this, _socket.Descriptor);
            BeginToSpeak();
        }
    }

    public override void Read(Span<byte> buffer)
    {
        var length = _socket.Receive(buffer, out var arrived);
        if (length >= RtpHeader.FixedLength)
        {
            Hear(buffer[..length], arrived);
        }
    }

    public override void Dispose()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        FallSilent();
        GiveUpHearing();
        if (_isWatched)
        {
            Thread.Unwatch(Key, _socket.Descriptor);
        }

        _socket.Dispose();
    }

    protected override bool TrySend(byte[] packet, int length) => _socket.Send(packet.AsSpan(0, length));
}
