namespace RtcCluster.TestKit.Audio;

/// <summary>G.711 in its plainest form (ITU-T G.711 tables 1 and 2), apart from the product's own on purpose.</summary>
public static class Companding
{
    private const int MuLawBias = 0x84;
    private const int MuLawClip = 32_635;

    public static byte ToMuLaw(short sample)
    {
        var sign = sample < 0 ? 0x80 : 0;
        var magnitude = Math.Min(Math.Abs((int)sample), MuLawClip) + MuLawBias;
        var exponent = 7;
        for (var mask = 0x4000; exponent > 0 && (magnitude & mask) == 0; mask >>= 1)
        {
            exponent--;
        }

        return (byte)~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0F));
    }

    public static short FromMuLaw(byte code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 0x0F) << 3) + MuLawBias) << ((bits & 0x70) >> 4)) - MuLawBias;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    public static short FromALaw(byte code)
    {
        var bits = code ^ 0x55;
        var exponent = (bits & 0x70) >> 4;
        var magnitude = ((bits & 0x0F) << 4) + 8;
        if (exponent > 0)
        {
            magnitude = (magnitude + 0x100) << (exponent - 1);
        }

        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }
}
