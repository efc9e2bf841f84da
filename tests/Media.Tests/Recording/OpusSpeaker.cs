using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;
using RtcCluster.Media.Recording;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Recording;

/// <summary>A browser that says a tone in Opus packets of 20 ms.</summary>
internal sealed class OpusSpeaker(RecordingSide side, double frequency, uint ssrc) : IDisposable
{
    private readonly OpusEncoder _encoder = new();
    private readonly byte[] _packet = new byte[OpusEncoder.MaxPacket];
    private ushort _sequence = 65530;
    private uint _timestamp = uint.MaxValue - 4000;
    private long _position;

    /// <summary>The next packet without sending it: lost.</summary>
    public byte[] Next(out RtpHeader header)
    {
        var length = _encoder.Encode(Tone.Make(frequency, 160, position: _position), _packet);
        header = new RtpHeader { PayloadType = 111, Ssrc = ssrc, Sequence = _sequence, Timestamp = _timestamp };
        _position += 160;
        _sequence++;
        _timestamp += 960;
        return _packet[..length];
    }

    public void Say(CallRecorder recorder, long now)
    {
        var packet = Next(out var header);
        recorder.Write(side, header, PayloadKind.Opus, packet, now);
    }

    public void Dispose() => _encoder.Dispose();
}
