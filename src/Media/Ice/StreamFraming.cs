using System.Buffers.Binary;

namespace RtcCluster.Media.Ice;

/// <summary>Packets over a TCP connection: two bytes of length, then the packet. RFC 4571 §2, used by TCP candidates (RFC 6544 §3).</summary>
/// <remarks>
/// <code>
///  0                   1
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   length of what follows      |  STUN, DTLS, RTP or RTCP
///
/// var rest = received;
/// while (framing.TryTake(ref rest, out var packet)) { … }      // rest is empty afterwards
/// </code>
/// A packet that lies whole in what was received is not copied. What is not whole is kept: never more than one packet of <c>maxPacket</c> bytes.
/// How the bytes are split does not change what comes out.
/// </remarks>
public sealed class StreamFraming
{
    /// <summary>Bytes before each packet.</summary>
    public const int HeaderLength = 2;

    private readonly int _maxPacket;
    private byte[] _kept = [];
    private int _length;

    /// <summary>The reading side of one connection.</summary>
    /// <param name="maxPacket">The longest packet that is taken; a longer one breaks the connection.</param>
    public StreamFraming(int maxPacket)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPacket, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxPacket, ushort.MaxValue);
        _maxPacket = maxPacket;
    }

    /// <summary>Whether a packet was too long: nothing more comes out, close the connection.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Bytes of an unfinished packet that are kept.</summary>
    public int Kept => _length;

    /// <summary>Takes the next packet out of what was kept and what was received.</summary>
    /// <param name="received">New bytes; what was used is cut off its front.</param>
    /// <param name="packet">The packet, to be changed in place if need be; valid until the next call.</param>
    /// <returns>False when more bytes are needed, or when the stream is broken.</returns>
    public bool TryTake(ref Span<byte> received, out Span<byte> packet)
    {
        packet = default;
        while (!IsBroken && !received.IsEmpty)
        {
            // An empty packet means nothing and is stepped over (RFC 4571 §2).
            if ((_length == 0 ? TryWhole(ref received, out packet) : TryJoined(ref received, out packet)) && !packet.IsEmpty)
            {
                return true;
            }
        }

        received = default;
        return false;
    }

    /// <summary>Writes the length before a packet and the packet; returns how many bytes that is, 0 when they do not fit.</summary>
    public static int Write(ReadOnlySpan<byte> packet, Span<byte> destination)
    {
        if (packet.Length > ushort.MaxValue || destination.Length < HeaderLength + packet.Length)
        {
            return 0;
        }

        packet.CopyTo(destination[HeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)packet.Length);
        return HeaderLength + packet.Length;
    }

    private bool TryWhole(ref Span<byte> received, out Span<byte> packet)
    {
        packet = default;
        if (received.Length >= HeaderLength)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(received);
            if (length > _maxPacket)
            {
                IsBroken = true;
                return false;
            }

            if (received.Length >= HeaderLength + length)
            {
                packet = received.Slice(HeaderLength, length);
                received = received[(HeaderLength + length)..];
                return true;
            }
        }

        Keep(ref received, received.Length);
        return false;
    }

    private bool TryJoined(ref Span<byte> received, out Span<byte> packet)
    {
        packet = default;
        if (_length < HeaderLength)
        {
            Keep(ref received, HeaderLength - _length);
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(_kept);
        if (length > _maxPacket)
        {
            IsBroken = true;
            return false;
        }

        Keep(ref received, Math.Min(received.Length, HeaderLength + length - _length));
        if (_length < HeaderLength + length)
        {
            return false;
        }

        packet = _kept.AsSpan(HeaderLength, length);
        _length = 0;
        return true;
    }

    private void Keep(ref Span<byte> received, int count)
    {
        if (_kept.Length == 0)
        {
            _kept = new byte[HeaderLength + _maxPacket];
        }

        received[..count].CopyTo(_kept.AsSpan(_length));
        _length += count;
        received = received[count..];
    }
}
