using System.Numerics;

namespace RtcCluster.Media.Codecs;

/// <summary>G.711 (ITU-T Rec. G.711, 1988): µ-law and A-law to and from 16-bit linear samples, and between each other.</summary>
/// <remarks>
/// Decoding and transcoding are table look-ups; encoding counts leading zeros instead, because two tables of 64 KiB
/// would push a media shard's working set out of the first-level cache.
/// </remarks>
public static class G711
{
    /// <summary>The µ-law byte of a zero sample.</summary>
    public const byte MuLawSilence = 0xFF;

    /// <summary>The A-law byte of the smallest positive sample (A-law has no zero).</summary>
    public const byte ALawSilence = 0xD5;

    private const int MuLawBias = 132;
    private const int MuLawClip = 32635;

    private static readonly short[] MuLawTable = MakeTable(ExpandMuLaw);
    private static readonly short[] ALawTable = MakeTable(ExpandALaw);
    private static readonly byte[] MuLawToALawTable = MakeBytes(static b => EncodeALaw(MuLawTable[b]));
    private static readonly byte[] ALawToMuLawTable = MakeBytes(static b => EncodeMuLaw(ALawTable[b]));

    /// <summary>The linear sample of a µ-law byte.</summary>
    public static short DecodeMuLaw(byte value) => MuLawTable[value];

    /// <summary>The linear sample of an A-law byte.</summary>
    public static short DecodeALaw(byte value) => ALawTable[value];

    /// <summary>The µ-law byte nearest to a linear sample.</summary>
    public static byte EncodeMuLaw(short sample)
    {
        var sign = (sample >> 8) & 0x80;
        var magnitude = Math.Min(Math.Abs((int)sample), MuLawClip) + MuLawBias;
        var exponent = BitOperations.Log2((uint)magnitude) - 7;
        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F));
    }

    /// <summary>The A-law byte nearest to a linear sample.</summary>
    public static byte EncodeALaw(short sample)
    {
        var mask = sample >= 0 ? 0xD5 : 0x55;
        var magnitude = (sample >= 0 ? sample : ~sample) >> 3;
        if (magnitude < 32)
        {
            return (byte)((magnitude >> 1) ^ mask);
        }

        var exponent = BitOperations.Log2((uint)magnitude) - 4;
        return (byte)(((exponent << 4) | ((magnitude >> exponent) & 0x0F)) ^ mask);
    }

    /// <summary>The silence byte of a G.711 kind.</summary>
    public static byte Silence(PayloadKind kind) => kind == PayloadKind.Pcma ? ALawSilence : MuLawSilence;

    /// <summary>Decodes G.711 bytes; <paramref name="samples"/> is at least as long as <paramref name="encoded"/>.</summary>
    public static void Decode(PayloadKind kind, ReadOnlySpan<byte> encoded, Span<short> samples)
    {
        var table = kind == PayloadKind.Pcma ? ALawTable : MuLawTable;
        for (var i = 0; i < encoded.Length; i++)
        {
            samples[i] = table[encoded[i]];
        }
    }

    /// <summary>Encodes linear samples; <paramref name="encoded"/> is at least as long as <paramref name="samples"/>.</summary>
    public static void Encode(PayloadKind kind, ReadOnlySpan<short> samples, Span<byte> encoded)
    {
        if (kind == PayloadKind.Pcma)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                encoded[i] = EncodeALaw(samples[i]);
            }

            return;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            encoded[i] = EncodeMuLaw(samples[i]);
        }
    }

    /// <summary>Turns one G.711 law into the other in place; nothing happens when both are the same.</summary>
    public static void Transcode(PayloadKind from, PayloadKind to, Span<byte> bytes)
    {
        if (from == to)
        {
            return;
        }

        var table = to == PayloadKind.Pcma ? MuLawToALawTable : ALawToMuLawTable;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = table[bytes[i]];
        }
    }

    /// <summary>Copies G.711 bytes from one law to the other; <paramref name="destination"/> is at least as long as <paramref name="source"/>.</summary>
    public static void Copy(PayloadKind from, PayloadKind to, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        source.CopyTo(destination);
        Transcode(from, to, destination[..source.Length]);
    }

    private static short ExpandMuLaw(byte value)
    {
        var code = (byte)~value;
        var magnitude = ((((code & 0x0F) << 3) + MuLawBias) << ((code & 0x70) >> 4)) - MuLawBias;
        return (short)((code & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short ExpandALaw(byte value)
    {
        var code = value ^ 0x55;
        var segment = (code & 0x70) >> 4;
        var magnitude = ((code & 0x0F) << 4) + (segment == 0 ? 8 : 0x108);
        magnitude <<= Math.Max(segment - 1, 0);
        return (short)((code & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static short[] MakeTable(Func<byte, short> expand)
    {
        var table = new short[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = expand((byte)i);
        }

        return table;
    }

    private static byte[] MakeBytes(Func<byte, byte> map)
    {
        var table = new byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = map((byte)i);
        }

        return table;
    }
}
