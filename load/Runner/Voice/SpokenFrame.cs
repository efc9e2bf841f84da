using System.Buffers.Binary;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>What is in a packet of voice instead of voice: whose it is, its number and when it was spoken.</summary>
/// <remarks>
/// <code>
/// byte 0       an Opus frame's first byte (RFC 6716 §3.1), for G.711 a sample like any other
/// byte 1       1 when the packet counts, 0 before both ends are there
/// bytes 2-5    the end that spoke
/// bytes 6-9    its number, from 0, over all of the end's packets
/// bytes 10-17  when it was spoken, ticks of UTC since 1970
/// </code>
/// The product passes payloads on as they are, so the other end reads exactly what was lost, late or out of order.
/// </remarks>
internal readonly record struct SpokenFrame(int End, uint Number, long SpokenAt, bool Counts)
{
    /// <summary>Bytes at the front of a payload.</summary>
    public const int Length = 18;

    private const byte OpusToc = 0x78; // wideband SILK, 20 ms, one frame
    private const byte Filler = 0xD5;

    /// <summary>Fills a payload.</summary>
    public void Write(Span<byte> payload)
    {
        payload[Length..].Fill(Filler);
        payload[0] = OpusToc;
        payload[1] = Counts ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(payload[2..], End);
        BinaryPrimitives.WriteUInt32LittleEndian(payload[6..], Number);
        BinaryPrimitives.WriteInt64LittleEndian(payload[10..], SpokenAt);
    }

    /// <summary>Reads it from a payload; false when it is none of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out SpokenFrame frame)
    {
        frame = default;
        if (payload.Length <= Length || payload[0] != OpusToc || payload[1] > 1 || payload[^1] != Filler)
        {
            return false;
        }

        frame = new SpokenFrame(
            BinaryPrimitives.ReadInt32LittleEndian(payload[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(payload[6..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[10..]),
            payload[1] == 1);
        return true;
    }
}
