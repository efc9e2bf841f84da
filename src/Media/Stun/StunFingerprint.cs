using System.Buffers.Binary;

namespace RtcCluster.Media.Stun;

/// <summary>FINGERPRINT: tells STUN from what shares its port, protects nothing. RFC 8489 §14.7.</summary>
internal static class StunFingerprint
{
    public const int Length = 4;

    private const uint Mask = 0x5354_554E;

    /// <summary>The value for a message whose header already counts the attribute; <paramref name="message"/> ends where it begins.</summary>
    public static uint Compute(ReadOnlySpan<byte> message) => Crc32.Compute(message) ^ Mask;

    public static bool Matches(ReadOnlySpan<byte> message, ReadOnlySpan<byte> value) => BinaryPrimitives.ReadUInt32BigEndian(value) == Compute(message);
}
