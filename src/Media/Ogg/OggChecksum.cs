namespace RtcCluster.Media.Ogg;

/// <summary>The CRC-32 of Ogg pages: polynomial 0x04C11DB7, not reflected, from 0, not inverted (RFC 3533 §6, field 7).</summary>
internal static class OggChecksum
{
    private const uint Polynomial = 0x04C1_1DB7;
    private static readonly uint[] Steps = MakeSteps();

    public static uint Compute(ReadOnlySpan<byte> page)
    {
        var crc = 0u;
        foreach (var value in page)
        {
            crc = (crc << 8) ^ Steps[(crc >> 24) ^ value];
        }

        return crc;
    }

    private static uint[] MakeSteps()
    {
        var steps = new uint[256];
        for (var value = 0u; value < steps.Length; value++)
        {
            var crc = value << 24;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc << 1) ^ ((crc >> 31) * Polynomial);
            }

            steps[value] = crc;
        }

        return steps;
    }
}
