using System.Buffers.Binary;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Rtp;

/// <summary>
/// The one stream that a phone gets from us, whoever speaks in it: constant SSRC, sequence numbers and timestamps without a
/// break while its sources change (music, peer, digits, transfer). The marker bit says where a source begins.
/// </summary>
/// <remarks>
/// A source's own numbers are kept by adding an offset, so that the phone still sees what was lost or reordered before us.
/// The offset is made anew when the source changes, when it restarts, or when its timestamps leave the clock by 2 s. Between codecs of unlike clocks
/// (Opus from the peer, then music in G.711) the timestamp goes on in the new clock's units (RFC 7160 §4.2).
/// </remarks>
internal sealed class OutgoingStream(uint ssrc, ushort firstSequence, uint firstTimestamp)
{
    /// <summary>The source number of frames that we generate.</summary>
    public const int Generated = -2;

    /// <summary>The source number of the digits that we send.</summary>
    public const int Digits = -3;

    private const int None = -1;
    private const int MaxStep = 3000;
    private const int MaxClockErrorSeconds = 2;
    private const int FramesPerSecond = 50;
    private const int EarlierKept = 1000;

    private int _source = None;
    private uint _sourceSsrc;
    private ushort _sourceBase;
    private ushort _sourceHighest;
    private ushort _sequenceOffset;
    private uint _timestampOffset;

    private ushort _highest = (ushort)(firstSequence - 1);
    private uint _lastTimestamp = firstTimestamp - MediaClock.FrameSamples;
    private long _lastAt;
    private int _rate = PayloadKinds.TelephoneRate;
    private bool _any;

    public uint Ssrc => ssrc;

    public long Packets { get; private set; }

    public long PayloadBytes { get; private set; }

    /// <summary>The sequence number of the newest packet sent.</summary>
    public ushort Highest => _highest;

    /// <summary>The clock of what was sent last, in Hz.</summary>
    public int ClockRate => _rate;

    /// <summary>The timestamp of the sampling instant <paramref name="now"/>, never before what was sent.</summary>
    public uint TimestampAt(long now) =>
        _any ? _lastTimestamp + (uint)Math.Max(0, MediaClock.Units(now - _lastAt, _rate)) : firstTimestamp;

    /// <summary>Forgets the source, so that the next packet of the same one begins a talk spurt with a fresh offset.</summary>
    public void Break() => _source = None;

    /// <summary>
    /// Rewrites a packet of a peer in place; its header has been brought to 12 bytes. False when the packet is older than the
    /// moment that its source was switched in: its number has been used by another.
    /// </summary>
    public bool Rewrite(Span<byte> packet, int source, in RtpHeader header, byte payloadType, PayloadKind kind, long now)
    {
        var isAudio = kind.IsAudio();
        var rate = kind.ClockRate();
        var marker = header.Marker;
        var step = (short)(ushort)(header.Sequence - _sourceHighest);
        if (source != _source || header.Ssrc != _sourceSsrc || step is > MaxStep or < -MaxStep || rate != _rate
            || (isAudio && OffClock(header.Timestamp, now)))
        {
            _rate = rate;
            Rebase(source, header.Ssrc, header.Sequence, header.Timestamp, now);
            marker = true;
        }
        else
        {
            if ((short)(ushort)(header.Sequence - _sourceBase) < 0)
            {
                return false;
            }

            if (step > 0)
            {
                _sourceHighest = header.Sequence;
                if ((ushort)(_sourceHighest - _sourceBase) > 2 * EarlierKept)
                {
                    _sourceBase = (ushort)(_sourceHighest - EarlierKept);
                }
            }
        }

        var sequence = (ushort)(header.Sequence + _sequenceOffset);
        var timestamp = header.Timestamp + _timestampOffset;
        Write(packet, marker, payloadType, sequence, timestamp);
        if ((short)(ushort)(sequence - _highest) > 0)
        {
            _highest = sequence;
            if (isAudio || !_any)
            {
                Spoke(timestamp, now);
            }
        }

        Count(packet.Length);
        return true;
    }

    /// <summary>Writes the header of a generated frame of 20 ms, following whatever was sent before.</summary>
    public void WriteFrame(Span<byte> packet, byte payloadType, PayloadKind kind, long now)
    {
        var fresh = _source != Generated || _rate != kind.ClockRate();
        _rate = kind.ClockRate();
        var timestamp = fresh ? NextTimestamp(now) : _lastTimestamp + (uint)(_rate / FramesPerSecond);
        _source = Generated;
        Write(packet, fresh, payloadType, ++_highest, timestamp);
        Spoke(timestamp, now);
        Count(packet.Length);
    }

    /// <summary>Switches to digits and gives the timestamp that all packets of one event bear (RFC 4733 §2.2.1), in the events' clock.</summary>
    public uint BeginEvent(int clockRate, long now)
    {
        _source = Digits;
        _rate = clockRate;
        var timestamp = NextTimestamp(now);
        Spoke(timestamp, now);
        return timestamp;
    }

    /// <summary>Writes the header of one packet of an event.</summary>
    public void WriteEvent(Span<byte> packet, byte payloadType, uint timestamp, bool marker)
    {
        Write(packet, marker, payloadType, ++_highest, timestamp);
        Count(packet.Length);
    }

    private void Rebase(int source, uint sourceSsrc, ushort sequence, uint timestamp, long now)
    {
        _source = source;
        _sourceSsrc = sourceSsrc;
        _sourceBase = _sourceHighest = sequence;
        _sequenceOffset = (ushort)(_highest + 1 - sequence);
        _timestampOffset = NextTimestamp(now) - timestamp;
    }

    private uint NextTimestamp(long now) =>
        _any ? _lastTimestamp + (uint)Math.Max(_rate / FramesPerSecond, MediaClock.Units(now - _lastAt, _rate)) : firstTimestamp;

    private bool OffClock(uint sourceTimestamp, long now)
    {
        var expected = _lastTimestamp + (uint)MediaClock.Units(now - _lastAt, _rate);
        return Math.Abs((long)(int)(sourceTimestamp + _timestampOffset - expected)) > MaxClockErrorSeconds * _rate;
    }

    private void Spoke(uint timestamp, long now)
    {
        _lastTimestamp = timestamp;
        _lastAt = now;
        _any = true;
    }

    private void Count(int length)
    {
        Packets++;
        PayloadBytes += length - RtpHeader.FixedLength;
    }

    private void Write(Span<byte> packet, bool marker, byte payloadType, ushort sequence, uint timestamp)
    {
        packet[0] = 0x80;
        packet[1] = (byte)((marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }
}
