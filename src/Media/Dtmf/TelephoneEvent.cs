using System.Buffers.Binary;

namespace RtcCluster.Media.Dtmf;

/// <summary>The payload of telephone-event. RFC 4733 §2.3.</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |     event     |E|R| volume    |          duration             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
/// <param name="Event">0 to 15 are the keys, 16 is flash (RFC 4733 §3.2).</param>
/// <param name="End">Whether the event is over.</param>
/// <param name="Volume">In dBm0 without its sign.</param>
/// <param name="Duration">In clock units since the event (or its segment) began.</param>
public readonly record struct TelephoneEvent(byte Event, bool End, byte Volume, ushort Duration)
{
    /// <summary>Bytes of the payload.</summary>
    public const int Length = 4;

    private const string Keys = "0123456789*#ABCD!";

    /// <summary>The key of the event ('!' for flash), or '\0' when it is no key.</summary>
    public char Digit => Event < Keys.Length ? Keys[Event] : '\0';

    /// <summary>Reads a payload; a longer one carries several events, of which the first counts (RFC 4733 §2.5.1.5).</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out TelephoneEvent value)
    {
        if (payload.Length < Length)
        {
            value = default;
            return false;
        }

        value = new TelephoneEvent(
            payload[0], (payload[1] & 0x80) != 0, (byte)(payload[1] & 0x3F), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    /// <summary>The event number of a key; false for a character that is no key.</summary>
    public static bool TryEvent(char digit, out byte number)
    {
        var index = Keys.IndexOf(char.ToUpperInvariant(digit), StringComparison.Ordinal);
        number = (byte)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Writes the four bytes.</summary>
    public void Write(Span<byte> payload)
    {
        payload[0] = Event;
        payload[1] = (byte)((End ? 0x80 : 0) | (Volume & 0x3F));
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], Duration);
    }
}
