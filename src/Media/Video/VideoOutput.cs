using System.Buffers.Binary;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Video;

/// <summary>
/// The one picture that a browser gets from us, whoever is in it: constant sources, sequence numbers and timestamps without a break while its senders change. The
/// retransmissions have a source and numbers of their own, and name the packets that they repeat by the numbers that we gave those.
/// </summary>
internal sealed class VideoOutput(uint ssrc, uint repairSsrc, ulong first)
{
    /// <summary>The clock of all video, in Hz (RFC 7741 §6, RFC 6184 §8.2.1 and their like).</summary>
    public const int Rate = 90_000;

    // Between two senders the clock goes on by a frame at least.
    private const int FrameUnits = Rate / 30;
    private const int EarlierKept = 4_000;

    private ushort _highest = (ushort)(first & 0x7FFF);
    private ushort _repairHighest = (ushort)((first >> 16) & 0x7FFF);
    private uint _lastTimestamp = (uint)(first >> 32);
    private long _lastAt;
    private bool _any;
    private bool _isBroken = true;
    private uint _source;
    private uint _formerSource;
    private ushort _base;
    private ushort _sourceHighest;
    private ushort _offset;
    private uint _timestampOffset;
    private bool _hasRepairs;
    private uint _repairSource;
    private uint _formerRepair;
    private ushort _repairOffset;

    public uint Ssrc => ssrc;

    public uint RepairSsrc => repairSsrc;

    /// <summary>Packets sent, retransmissions among them.</summary>
    public long Packets { get; private set; }

    /// <summary>What the sender's sequence numbers grew by.</summary>
    public ushort Offset => _offset;

    /// <summary>What the sender's timestamps grew by.</summary>
    public uint TimestampOffset => _timestampOffset;

    /// <summary>What the numbers of the sender's retransmissions grew by.</summary>
    public ushort RepairOffset => _repairOffset;

    /// <summary>The sender that the numbers belong to; false while there is none.</summary>
    public bool IsOf(uint source) => !_isBroken && source == _source;

    /// <summary>Another sender may follow: its first packet goes on where the last one ended.</summary>
    public void Break()
    {
        _isBroken = true;
        _hasRepairs = false;
        (_formerSource, _formerRepair) = (0, 0);
    }

    /// <summary>Rewrites a packet in place; false for one of a sender that was there before.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="header">Its header.</param>
    /// <param name="payloadType">What the browser calls its codec.</param>
    /// <param name="now">Ticks.</param>
    /// <param name="isFirst">Whether a sender begins with it, who has to send a whole picture.</param>
    public bool Rewrite(Span<byte> packet, in RtpHeader header, byte payloadType, long now, out bool isFirst)
    {
        isFirst = _isBroken || header.Ssrc != _source;
        if (isFirst)
        {
            if (!_isBroken && header.Ssrc == _formerSource)
            {
                return false;
            }

            Begin(header, now);
        }
        else if ((short)(ushort)(header.Sequence - _base) < 0)
        {
            return false;
        }

        if ((short)(ushort)(header.Sequence - _sourceHighest) > 0)
        {
            _sourceHighest = header.Sequence;
            if ((ushort)(_sourceHighest - _base) > 2 * EarlierKept)
            {
                _base = (ushort)(_sourceHighest - EarlierKept);
            }
        }

        var sequence = (ushort)(header.Sequence + _offset);
        var timestamp = header.Timestamp + _timestampOffset;
        if (!_any || (short)(ushort)(sequence - _highest) > 0)
        {
            (_highest, _lastTimestamp, _lastAt, _any) = (sequence, timestamp, now, true);
        }

        Write(packet, header, payloadType, sequence, timestamp, ssrc);
        return true;
    }

    /// <summary>Rewrites a retransmission, or a probe of the bandwidth among them; false while its sender is not the one that is seen.</summary>
    public bool RewriteRepair(Span<byte> packet, in RtpHeader header, byte payloadType)
    {
        if (_isBroken || header.Ssrc == _formerRepair)
        {
            return false;
        }

        if (header.PayloadLength >= 2)
        {
            var repeated = packet[header.PayloadOffset..];
            var number = BinaryPrimitives.ReadUInt16BigEndian(repeated);
            if ((short)(ushort)(number - _base) < 0)
            {
                return false;
            }

            BinaryPrimitives.WriteUInt16BigEndian(repeated, (ushort)(number + _offset));
        }

        if (!_hasRepairs || header.Ssrc != _repairSource)
        {
            (_hasRepairs, _repairSource) = (true, header.Ssrc);
            _repairOffset = (ushort)(_repairHighest + 1 - header.Sequence);
        }

        var sequence = (ushort)(header.Sequence + _repairOffset);
        if ((short)(ushort)(sequence - _repairHighest) > 0)
        {
            _repairHighest = sequence;
        }

        Write(packet, header, payloadType, sequence, header.Timestamp + _timestampOffset, repairSsrc);
        return true;
    }

    private void Begin(in RtpHeader header, long now)
    {
        (_formerSource, _formerRepair) = _isBroken ? (0u, 0u) : (_source, _hasRepairs ? _repairSource : 0u);
        _isBroken = false;
        _hasRepairs = false;
        _source = header.Ssrc;
        _base = _sourceHighest = header.Sequence;
        _offset = (ushort)(_highest + 1 - header.Sequence);
        var next = _any ? _lastTimestamp + (uint)Math.Max(FrameUnits, MediaClock.Units(now - _lastAt, Rate)) : _lastTimestamp;
        _timestampOffset = next - header.Timestamp;
    }

    private void Write(Span<byte> packet, in RtpHeader header, byte payloadType, ushort sequence, uint timestamp, uint source)
    {
        packet[1] = (byte)((header.Marker ? 0x80 : 0) | payloadType);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], source);
        Packets++;
    }
}
