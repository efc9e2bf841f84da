using System.Buffers.Binary;

namespace RtcCluster.Media.Dtls;

/// <summary>Whether a datagram is made of DTLS records, without looking inside them. RFC 6347 §4.1.</summary>
/// <remarks>
/// <code>
/// | type 20-25 | version FE FF or FE FD | epoch, 2 bytes | sequence number, 6 bytes | length, 2 bytes | fragment |
/// </code>
/// What fails here costs nothing more: it takes no place among the datagrams that wait. From epoch 1 on a fragment holds at least nonce and tag
/// of AES-GCM (RFC 5288 §3), the only ciphers that we agree on. A shorter one is forged, like one of another version, and must not come to the
/// library below, which would end the connection over it where RFC 6347 §4.1.2.7 wants it forgotten.
/// </remarks>
public static class DtlsRecords
{
    /// <summary>The largest datagram that is taken, bytes.</summary>
    public const int MaxDatagram = 1_500;

    private const int HeaderLength = 13;
    private const int FirstType = 20;
    private const int LastType = 25;
    private const int ShortestProtected = 24;

    /// <summary>Whether one or more whole records fill the datagram, none of them shorter than its protection.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length is 0 or > MaxDatagram)
        {
            return false;
        }

        while (!datagram.IsEmpty)
        {
            if (datagram.Length < HeaderLength || datagram[0] is < FirstType or > LastType || datagram[1] != 0xFE || datagram[2] is not (0xFF or 0xFD))
            {
                return false;
            }

            var length = FirstLength(datagram);
            var isProtected = BinaryPrimitives.ReadUInt16BigEndian(datagram[3..]) > 0;
            if (length > datagram.Length || (isProtected && length < HeaderLength + ShortestProtected))
            {
                return false;
            }

            datagram = datagram[length..];
        }

        return true;
    }

    /// <summary>Of the first record with its header, bytes.</summary>
    internal static int FirstLength(ReadOnlySpan<byte> datagram) => HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
}
