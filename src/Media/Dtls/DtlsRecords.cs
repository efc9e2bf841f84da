using System.Buffers.Binary;

namespace RtcCluster.Media.Dtls;

/// <summary>Whether a datagram is made of DTLS records, without looking inside them. RFC 6347 §4.1.</summary>
/// <remarks>
/// <code>
/// | type 20-25 | version FE FF or FE FD | epoch, 2 bytes | sequence number, 6 bytes | length, 2 bytes | fragment |
/// </code>
/// What fails here costs nothing more: it takes no place among the datagrams that wait.
/// </remarks>
public static class DtlsRecords
{
    /// <summary>The largest datagram that is taken, bytes.</summary>
    public const int MaxDatagram = 1_500;

    private const int HeaderLength = 13;
    private const int FirstType = 20;
    private const int LastType = 25;

    /// <summary>Whether one or more whole records fill the datagram.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length is 0 or > MaxDatagram)
        {
            return false;
        }

        while (!datagram.IsEmpty)
        {
            if (datagram.Length < HeaderLength || datagram[0] is < FirstType or > LastType || datagram[1] != 0xFE)
            {
                return false;
            }

            var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            if (length > datagram.Length)
            {
                return false;
            }

            datagram = datagram[length..];
        }

        return true;
    }
}
