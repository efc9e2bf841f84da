using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Mixing;

/// <summary>
/// Puts one source's packets in order and says what is to be played when. Packets are placed by their RTP timestamp (RFC 3550 §5.1), the delay follows
/// what the network does, within bounds, and nothing is allocated once the slots have grown to the source's packets.
/// </summary>
/// <remarks>
/// A packet's transit is its arrival minus its timestamp. The least transit of the last seconds is the base: a packet that takes it plays exactly the wanted delay after
/// it came. So the delay of what plays next is known to the sample at any moment, without averaging, and a drifting clock shows as a base that moves.
/// </remarks>
internal sealed class JitterBuffer(JitterBufferOptions options)
{
    private const int Slots = 64;
    private const int MaxClockErrorSeconds = 2;
    private const int MaxMisorder = 100;

    /// <summary>A source of which so many packets in a row come too late has set its clock back, and would not be heard until the base has followed.</summary>
    private const int MaxLateRun = 10;

    private const int PatienceFrames = 10;
    private const int FramesPerSecond = 50;
    private const int MillisecondsPerSecond = 1000;

    private readonly JitterSlot[] _slots = [.. Enumerable.Range(0, Slots).Select(static _ => new JitterSlot())];
    private readonly DelayHistogram _delays = new();
    private readonly TransitBase _base = new();
    private int _rate = PayloadKinds.TelephoneRate;
    private uint _ssrc;
    private long _head;
    private long _highest;
    private long _newest;
    private long _next;
    private int _starved;
    private int _lateRun;
    private bool _any;
    private bool _isPlaying;

    /// <summary>The RTP clock of the source in Hz.</summary>
    public int ClockRate => _rate;

    /// <summary>Packets that came when their moment had passed.</summary>
    public long Late { get; private set; }

    /// <summary>Packets that came twice.</summary>
    public long Duplicates { get; private set; }

    /// <summary>Holes that were made up for.</summary>
    public long Concealed { get; private set; }

    /// <summary>Times that the source began anew, the first not counted.</summary>
    public long Restarts { get; private set; }

    /// <summary>The delay that the buffer aims at, in units of the clock.</summary>
    public long Target => Units(Math.Clamp(
        TimeSpan.FromMilliseconds(_delays.Milliseconds).Ticks, options.MinDelay.Ticks, options.MaxDelay.Ticks));

    /// <summary>How much later than wanted the next sound would play, in units of the clock; 0 when nothing plays.</summary>
    /// <param name="pending">What has been taken and not yet been played.</param>
    /// <param name="now">Ticks.</param>
    public long Excess(int pending, long now) => _isPlaying ? Delay(_next - pending, now) - Target : 0;

    /// <summary>Takes a packet that lasts <paramref name="units"/> of its clock.</summary>
    public void Put(in RtpHeader header, PayloadKind kind, int units, ReadOnlySpan<byte> payload, long now)
    {
        if (!_any || header.Ssrc != _ssrc || kind.ClockRate() != _rate || _lateRun > MaxLateRun || IsStrange(header, now))
        {
            Restart(header, kind, now);
        }

        var sequence = Extend(header.Sequence);
        var timestamp = Extend(header.Timestamp);
        if (!_isPlaying && First() is null)
        {
            // After a pause nobody knows how long the way is: a phone's clock may have stood still, or its path be another.
            _base.Restart(MediaClock.Units(now, _rate) - timestamp, now);
        }

        var lateness = _base.Add(MediaClock.Units(now, _rate) - timestamp, now);
        _delays.Add(lateness * MillisecondsPerSecond / _rate);
        _lateRun = sequence < _head || (_isPlaying && timestamp + units <= _next) ? _lateRun + 1 : 0;
        if (sequence < _head)
        {
            Late++;
            return;
        }

        MakeRoom(sequence);
        var slot = _slots[sequence & (Slots - 1)];
        if (slot.IsTaken)
        {
            Duplicates++;
            return;
        }

        slot.Put(sequence, timestamp, units, header.Marker, kind, payload);
        _highest = Math.Max(_highest, sequence);
        _newest = Math.Max(_newest, timestamp);
    }

    /// <summary>What is to be played now.</summary>
    /// <param name="pending">What has been taken and not yet been played, in units of the clock.</param>
    /// <param name="now">Ticks.</param>
    /// <param name="packet">Packet: free it when it is decoded.</param>
    /// <param name="units">Packet: units to leave out at its beginning. Missing: units that are missing.</param>
    public JitterVerdict Next(int pending, long now, out JitterSlot? packet, out int units)
    {
        units = 0;
        packet = First();
        if (packet is null)
        {
            return Starve();
        }

        if (!_isPlaying && !Begin(packet, now))
        {
            return JitterVerdict.Silent;
        }

        if (Excess(pending, now) > Units(options.MaxExcess.Ticks))
        {
            _next += Excess(pending, now);
        }

        while (packet.Timestamp + packet.Units <= _next)
        {
            Late++;
            Consume(packet);
            if ((packet = First()) is null)
            {
                return Starve();
            }
        }

        var gap = packet.Timestamp - _next;
        if (gap > Units(options.MaxConcealed.Ticks) || (gap > 0 && packet.Marker))
        {
            _isPlaying = false;
            return JitterVerdict.Silent;
        }

        _starved = 0;
        if (gap > 0)
        {
            units = (int)Math.Min(gap, _rate / FramesPerSecond);
            _next += units;
            Concealed++;
            return JitterVerdict.Missing;
        }

        units = (int)-gap;
        _next = packet.Timestamp + packet.Units;
        Consume(packet);
        return JitterVerdict.Packet;
    }

    private long Extend(ushort sequence) => _highest + (short)(ushort)(sequence - (ushort)_highest);

    private long Extend(uint timestamp) => _newest + (int)(timestamp - (uint)_newest);

    /// <summary>RFC 3550 A.1: numbers far behind those played, or a clock that jumps, are a source that began anew under its old name.</summary>
    private bool IsStrange(in RtpHeader header, long now) =>
        Extend(header.Sequence) < _head - MaxMisorder
        || Math.Abs(_base.Lateness(MediaClock.Units(now, _rate) - Extend(header.Timestamp))) > MaxClockErrorSeconds * _rate;

    private long Units(long ticks) => MediaClock.Units(ticks, _rate);

    private long Delay(long position, long now) => _base.Lateness(MediaClock.Units(now, _rate) - position);

    private bool Begin(JitterSlot first, long now)
    {
        if (Delay(first.Timestamp, now) < Target)
        {
            return false;
        }

        _isPlaying = true;
        _next = first.Timestamp;
        return true;
    }

    /// <summary>The next packet may still come, and is then played later; a source that is silent for long begins anew.</summary>
    private JitterVerdict Starve()
    {
        if (!_isPlaying)
        {
            return JitterVerdict.Silent;
        }

        if (++_starved < PatienceFrames)
        {
            return JitterVerdict.Starved;
        }

        _isPlaying = false;
        return JitterVerdict.Silent;
    }

    private JitterSlot? First()
    {
        for (var sequence = _head; sequence <= _highest; sequence++)
        {
            if (_slots[sequence & (Slots - 1)] is { IsTaken: true } slot)
            {
                return slot;
            }
        }

        return null;
    }

    private void Consume(JitterSlot packet)
    {
        packet.Free();
        _head = packet.Sequence + 1;
    }

    /// <summary>A source that runs ahead of its player by more than there are slots loses its oldest packets.</summary>
    private void MakeRoom(long sequence)
    {
        for (; sequence - _head >= Slots && _head <= _highest; _head++)
        {
            if (_slots[_head & (Slots - 1)].IsTaken)
            {
                _slots[_head & (Slots - 1)].Free();
                Late++;
            }
        }

        _head = Math.Max(_head, sequence - Slots + 1);
    }

    private void Restart(in RtpHeader header, PayloadKind kind, long now)
    {
        Restarts += _any ? 1 : 0;
        foreach (var slot in _slots)
        {
            slot.Free();
        }

        _rate = kind.ClockRate();
        (_any, _isPlaying, _starved, _lateRun, _ssrc) = (true, false, 0, 0, header.Ssrc);

        // The packet after the first may have overtaken it.
        _head = header.Sequence - Slots + 1;
        (_highest, _newest) = (header.Sequence, header.Timestamp);
        _base.Restart(MediaClock.Units(now, _rate) - header.Timestamp, now);
        _delays.Restart((int)options.InitialDelay.TotalMilliseconds);
    }
}
