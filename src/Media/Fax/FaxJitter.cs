using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Fax;

/// <summary>The jitter buffer of a fax: a fixed delay, every sample at its own place, silence where one is missing. What stretches or makes up for speech breaks a modem's tone.</summary>
public sealed class FaxJitter
{
    /// <summary>Samples of the delay: 200 ms. Machines wait for each other for seconds, and a moment that is missing costs a block of a page, or the training of a modem.</summary>
    public const int Delay = 1_600;

    // 300 ms more than wanted: the clocks run apart, or we were stopped. One cut is better than a delay that grows.
    private const int MostAhead = Delay + 2_400;
    private const int MostLate = 25;
    private const int Room = 8_192;

    private readonly short[] _samples = new short[Room];
    private readonly bool[] _filled = new bool[Room];
    private uint _ssrc;
    private uint _next;
    private int _lateRun;
    private bool _isPlaying;

    /// <summary>Packets that came when their moment had passed.</summary>
    public long Late { get; private set; }

    /// <summary>Samples that were silence because nothing had come for them, within a stream that plays.</summary>
    public long Missing { get; private set; }

    /// <summary>Times that the delay was made anew, the first not counted.</summary>
    public long Restarts { get; private set; }

    /// <summary>Takes a packet of G.711; any other is not for a modem.</summary>
    public void Put(in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload)
    {
        if (!kind.IsG711() || payload.Length is 0 or > MostAhead)
        {
            return;
        }

        var offset = (int)(header.Timestamp - _next);
        if (!_isPlaying || header.Ssrc != _ssrc || offset + payload.Length > MostAhead || offset < -Room || _lateRun >= MostLate)
        {
            Restart(header);
            offset = Delay;
        }

        if (offset < 0)
        {
            Late++;
            _lateRun++;
            return;
        }

        _lateRun = 0;
        for (var i = 0; i < payload.Length; i++)
        {
            var place = (header.Timestamp + (uint)i) % Room;
            _samples[place] = kind == PayloadKind.Pcma ? G711.DecodeALaw(payload[i]) : G711.DecodeMuLaw(payload[i]);
            _filled[place] = true;
        }
    }

    /// <summary>The next samples in the time of the network.</summary>
    public void Take(Span<short> frame)
    {
        if (!_isPlaying)
        {
            frame.Clear();
            return;
        }

        for (var i = 0; i < frame.Length; i++)
        {
            var place = (_next + (uint)i) % Room;
            frame[i] = _filled[place] ? _samples[place] : (short)0;
            Missing += _filled[place] ? 0 : 1;
            _filled[place] = false;
        }

        _next += (uint)frame.Length;
    }

    private void Restart(in RtpHeader header)
    {
        Restarts += _isPlaying ? 1 : 0;
        Array.Clear(_filled);
        (_isPlaying, _lateRun, _ssrc) = (true, 0, header.Ssrc);
        _next = header.Timestamp - Delay;
    }
}
