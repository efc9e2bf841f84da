using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Mixing;

/// <summary>One member's voice: packets in as the network brings them, frames of 20 ms out as the clock wants them.</summary>
internal sealed class PlayoutStream(JitterBufferOptions options, IFrameCodecs codecs)
{
    /// <summary>The longest packet that is taken: Opus has none of more (RFC 6716 §2.1.4).</summary>
    private const int MaxPacketMilliseconds = 120;

    private const int RoomMilliseconds = 200;
    private const int MillisecondsPerSecond = 1000;
    private const int FramesPerSecond = 50;

    /// <summary>A delay that is too short by less than 5 ms stays as it is; one that is too long may be so by a frame.</summary>
    private const int SlacksPerSecond = 200;

    /// <summary>Frames between two changes of the delay, so that a voice that is hurried still sounds like one.</summary>
    private const int FramesBetweenChanges = 3;

    private readonly IFrameDecoder?[] _decoders = new IFrameDecoder?[PayloadKinds.Count];
    private readonly JitterBuffer _buffer = new(options);
    private Concealment _concealment = new(PayloadKinds.TelephoneRate);
    private short[] _pending = new short[PayloadKinds.TelephoneRate * RoomMilliseconds / MillisecondsPerSecond];
    private IFrameDecoder? _last;
    private int _count;
    private int _sinceChange;

    /// <summary>Rate of the frames in Hz.</summary>
    public int Rate { get; private set; } = PayloadKinds.TelephoneRate;

    /// <summary>Whether a packet has come.</summary>
    public bool HasSource { get; private set; }

    /// <summary>Packets of a kind that cannot be mixed, or malformed.</summary>
    public long Undecodable { get; private set; }

    /// <summary>Order, delay and losses.</summary>
    public JitterBuffer Buffer => _buffer;

    /// <summary>How far behind the network the member is heard, asked when a frame is due.</summary>
    public TimeSpan Delay(long now) => MediaClock.Span(_buffer.Target + _buffer.Excess(Units(_count), now), _buffer.ClockRate);

    /// <summary>Takes a packet.</summary>
    public void Receive(in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload, long now)
    {
        var decoder = DecoderOf(kind);
        var duration = decoder?.Duration(payload) ?? 0;
        if (duration <= 0 || duration > decoder!.SampleRate * MaxPacketMilliseconds / MillisecondsPerSecond)
        {
            Undecodable++;
            return;
        }

        HasSource = true;
        _buffer.Put(header, kind, (int)((long)duration * kind.ClockRate() / decoder.SampleRate), payload, now);
    }

    /// <summary>The next 20 ms; false when they are silence, and then they have not been written.</summary>
    /// <param name="frame">Room for a frame of any rate; a frame of <see cref="Rate"/> is written.</param>
    /// <param name="now">Ticks.</param>
    public bool Fill(Span<short> frame, long now)
    {
        var verdict = JitterVerdict.Packet;
        while (_count < Rate / FramesPerSecond)
        {
            verdict = Append(now);
            if (_count == 0)
            {
                return false;
            }
        }

        if (verdict == JitterVerdict.Packet && ++_sinceChange >= FramesBetweenChanges)
        {
            Adjust(now);
        }

        Take(frame[..(Rate / FramesPerSecond)]);
        return true;
    }

    /// <summary>Gives back what its decoders hold.</summary>
    public void Close()
    {
        foreach (var decoder in _decoders)
        {
            (decoder as IDisposable)?.Dispose();
        }
    }

    private IFrameDecoder? DecoderOf(PayloadKind kind) => _decoders[(int)kind] ??= codecs.Decoder(kind);

    private int Units(int samples) => (int)((long)samples * _buffer.ClockRate / Rate);

    private int Samples(int units) => (int)((long)units * Rate / _buffer.ClockRate);

    private JitterVerdict Append(long now)
    {
        var verdict = _buffer.Next(Units(_count), now, out var packet, out var units);
        if (verdict == JitterVerdict.Packet)
        {
            Decode(packet!, units);
            return verdict;
        }

        if (verdict == JitterVerdict.Silent && _concealment.IsSilent && _count == 0)
        {
            return verdict;
        }

        var missing = Math.Max(1, verdict == JitterVerdict.Missing ? Samples(units) : (Rate / FramesPerSecond) - _count);
        var made = _pending.AsSpan(_count, missing);
        if (verdict == JitterVerdict.Missing && _last?.Conceal(made) == true)
        {
            _concealment.Heard(made);
        }
        else
        {
            _concealment.Fill(made);
        }

        _count += missing;
        return verdict;
    }

    private void Decode(JitterSlot packet, int skippedUnits)
    {
        var decoder = DecoderOf(packet.Kind)!;
        if (decoder.SampleRate != Rate)
        {
            Rate = decoder.SampleRate;
            _pending = new short[Rate * RoomMilliseconds / MillisecondsPerSecond];
            _concealment = new Concealment(Rate);
            _count = 0;
        }

        _last = decoder;
        var length = decoder.Decode(packet.Payload, _pending.AsSpan(_count));
        var skipped = Math.Min(Samples(skippedUnits), length);
        var heard = _pending.AsSpan(_count, length);
        heard[skipped..].CopyTo(heard);
        heard = heard[..(length - skipped)];
        _concealment.Heard(heard);
        _count += heard.Length;
    }

    /// <summary>Brings the delay nearer to what the network wants, by one period of the voice.</summary>
    private void Adjust(long now)
    {
        var excess = _buffer.Excess(Units(_count), now);
        var frame = _buffer.ClockRate / FramesPerSecond;
        if (excess > frame)
        {
            var needed = (Rate / FramesPerSecond) + PitchPeriod.Max(Rate);
            if (_count >= needed || (Append(now) == JitterVerdict.Packet && _count >= needed))
            {
                _count -= TimeStretch.Shorten(_pending.AsSpan(0, _count), Rate);
                _sinceChange = 0;
            }
        }
        else if (excess < -_buffer.ClockRate / SlacksPerSecond)
        {
            _count += _concealment.Repeat(_pending.AsSpan(_count));
            _sinceChange = 0;
        }
    }

    private void Take(Span<short> frame)
    {
        _pending.AsSpan(0, frame.Length).CopyTo(frame);
        _pending.AsSpan(frame.Length, _count - frame.Length).CopyTo(_pending);
        _count -= frame.Length;
    }
}
