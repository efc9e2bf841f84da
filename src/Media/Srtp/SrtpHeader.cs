using System.Buffers.Binary;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Srtp;

/// <summary>What protection needs of an RTP header: everything before the payload stays readable. RFC 3711 §3.1.</summary>
/// <remarks><see cref="RtpHeader"/> checks the padding too, which is encrypted here.</remarks>
internal readonly record struct SrtpHeader(uint Ssrc, ushort Sequence, int Length)
{
    public static SrtpStatus TryRead(ReadOnlySpan<byte> packet, out SrtpHeader header)
    {
        header = default;
        if (packet.Length < RtpHeader.FixedLength)
        {
            return SrtpStatus.TooShort;
        }

        var length = RtpHeader.FixedLength + ((packet[0] & 0x0F) * 4);
        if (packet[0] >> 6 != 2 || length > packet.Length)
        {
            return SrtpStatus.Malformed;
        }

        if ((packet[0] & 0x10) != 0)
        {
            if (length + 4 > packet.Length)
            {
                return SrtpStatus.Malformed;
            }

            length += 4 + (BinaryPrimitives.ReadUInt16BigEndian(packet[(length + 2)..]) * 4);
            if (length > packet.Length)
            {
                return SrtpStatus.Malformed;
            }
        }

        header = new SrtpHeader(BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), BinaryPrimitives.ReadUInt16BigEndian(packet[2..]), length);
        return SrtpStatus.Ok;
    }
}
