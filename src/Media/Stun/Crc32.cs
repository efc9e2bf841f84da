using System.Buffers.Binary;

namespace RtcCluster.Media.Stun;

/// <summary>The CRC-32 of ITU-T V.42, which FINGERPRINT is made of (RFC 8489 §14.7); four bytes a step.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB8_8320;
    private static readonly uint[] Steps = MakeSteps();

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var steps = Steps;
        var crc = uint.MaxValue;
        while (bytes.Length >= 4)
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = steps[768 + (int)(crc & 0xFF)] ^ steps[512 + (int)((crc >> 8) & 0xFF)] ^ steps[256 + (int)((crc >> 16) & 0xFF)] ^ steps[(int)(crc >> 24)];
            bytes = bytes[4..];
        }

        foreach (var value in bytes)
        {
            crc = steps[(int)((crc ^ value) & 0xFF)] ^ (crc >> 8);
        }

        return ~crc;
    }

    // Four tables of 256: what a byte does to the sum when 0, 1, 2 or 3 bytes follow it.
    private static uint[] MakeSteps()
    {
        var steps = new uint[4 * 256];
        for (var value = 0u; value < 256; value++)
        {
            var crc = value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
            }

            steps[value] = crc;
        }

        for (var at = 256; at < steps.Length; at++)
        {
            steps[at] = (steps[at - 256] >> 8) ^ steps[steps[at - 256] & 0xFF];
        }

        return steps;
    }
}
