using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Fax;

/// <summary>What another fax machine says, in the order and the time in which it was said: every sample at its own place. What stretches or makes up for speech breaks a modem's tone.</summary>
/// <remarks>
/// In the place of a lost packet the one before is heard again, at most for <see cref="MostRepeated"/>: a modem takes some 15 ms of silence for the end of the carrier and would lose the rest of the page's block with
/// it, while a carrier with wrong bits costs one frame of HDLC, which is asked for again. Longer gaps are silence.
///
/// It goes by the time of who speaks, not by ours: while packets are late it waits, and gives all of them when they come, however many. A modem that listens loses nothing by that, and a machine that was busy
/// for seconds costs no page. A packet is taken for lost when so much has come that was said after it (<see cref="Patience"/>); who says nothing at all is silent after two seconds.
/// </remarks>
public sealed class FaxJitter
{
    /// <summary>Samples that have to come after a gap before it is one: 100 ms. More delays every answer of ours, and a machine that corrects errors waits for one.</summary>
    public const int Patience = 800;

    /// <summary>Samples of a gap in which what was heard last is heard again: 40 ms.</summary>
    public const int MostRepeated = 320;

    /// <summary>Ticks without a packet after which silence is heard: 2 s.</summary>
    public const int IdleTicks = 100;

    private const int LongestPacket = 1_600;

    // 8 s; a power of two, so that timestamps which begin anew fall on the same places.
    private const int Room = 65_536;

    private readonly short[] _samples = new short[Room];
    private readonly bool[] _filled = new bool[Room];
    private short[] _before = [];
    private int _repeated = MostRepeated;
    private uint _ssrc;
    private uint _next;
    private int _ahead;
    private int _idle;
    private int _silence;
    private bool _isPlaying;
    private bool _owesSilence;

    /// <summary>Packets that came when what was said after them had been heard.</summary>
    public long Late { get; private set; }

    /// <summary>Samples that were lost: made up by what was heard before, or silence.</summary>
    public long Missing { get; private set; }

    /// <summary>Times that another stream, or one that had jumped by seconds, was begun with, the first not counted.</summary>
    public long Restarts { get; private set; }

    /// <summary>Takes a packet of G.711; any other is not for a modem.</summary>
    public void Put(in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload)
    {
        if (!kind.IsG711() || payload.Length is 0 or > LongestPacket)
        {
            return;
        }

        var offset = (int)(header.Timestamp - _next);
        if (!_isPlaying || header.Ssrc != _ssrc || offset + payload.Length > Room || offset < -Room)
        {
            Restart(header);
            offset = 0;
        }

        _idle = 0;
        if (offset + payload.Length <= 0)
        {
            Late++;
            return;
        }

        for (var i = Math.Max(0, -offset); i < payload.Length; i++)
        {
            var place = (header.Timestamp + (uint)i) % Room;
            _samples[place] = kind == PayloadKind.Pcma ? G711.DecodeALaw(payload[i]) : G711.DecodeMuLaw(payload[i]);
            _filled[place] = true;
        }

        _ahead = Math.Max(_ahead, offset + payload.Length);
    }

    /// <summary>The time of a frame has passed here.</summary>
    public void Tick()
    {
        _idle++;
        _owesSilence = !_isPlaying || _idle > IdleTicks;
    }

    /// <summary>The next frame that can be heard now; false while the next samples may still come.</summary>
    /// <param name="frame">Room for the frame, overwritten whole when there is one.</param>
    public bool TryTake(Span<short> frame)
    {
        while (_isPlaying)
        {
            var filled = Filled(frame.Length);
            if (filled < frame.Length && _ahead < frame.Length + Patience)
            {
                break;
            }

            // Who begins to speak again after a pause has counted the time of it, and that was heard already.
            if (filled == 0 && _silence >= frame.Length)
            {
                _silence -= frame.Length;
                Advance(frame.Length);
                continue;
            }

            _silence = filled == frame.Length ? 0 : _silence;
            Missing += frame.Length - filled;
            Take(frame, filled);
            Advance(frame.Length);
            return true;
        }

        if (!_owesSilence)
        {
            return false;
        }

        _owesSilence = false;
        _silence += _isPlaying ? frame.Length : 0;
        _repeated = MostRepeated;
        frame.Clear();
        return true;
    }

    private void Take(Span<short> frame, int filled)
    {
        for (var i = 0; i < frame.Length; i++)
        {
            var place = (_next + (uint)i) % Room;
            frame[i] = _filled[place] ? _samples[place] : i < _before.Length && _repeated < MostRepeated ? _before[i] : (short)0;
        }

        _repeated = filled == frame.Length ? 0 : Math.Min(MostRepeated, _repeated + frame.Length - filled);
        if (filled == frame.Length)
        {
            _before = _before.Length == frame.Length ? _before : new short[frame.Length];
            frame.CopyTo(_before);
        }
    }

    private int Filled(int length)
    {
        var filled = 0;
        for (var i = 0; i < length; i++)
        {
            filled += _filled[(_next + (uint)i) % Room] ? 1 : 0;
        }

        return filled;
    }

    private void Advance(int length)
    {
        for (var i = 0; i < length; i++)
        {
            _filled[(_next + (uint)i) % Room] = false;
        }

        _next += (uint)length;
        _ahead -= length;
    }

    private void Restart(in RtpHeader header)
    {
        Restarts += _isPlaying ? 1 : 0;
        Array.Clear(_filled);
        (_isPlaying, _ssrc, _next, _ahead, _silence, _repeated) = (true, header.Ssrc, header.Timestamp, 0, 0, MostRepeated);
    }
}
