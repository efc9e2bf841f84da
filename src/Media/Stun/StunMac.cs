using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;

namespace RtcCluster.Media.Stun;

/// <summary>MESSAGE-INTEGRITY and MESSAGE-INTEGRITY-SHA256 over spans. RFC 8489 §14.5 and §14.6.</summary>
/// <remarks>SHA-1 is what browsers and phones protect their checks with (RFC 8445 §7.1); as a keyed hash it is not broken.</remarks>
internal static class StunMac
{
    public const int Sha1Length = 20;
    public const int Sha256Length = 32;

    /// <summary>A shorter hash than this is not taken, a longer one than <see cref="Sha256Length"/> neither.</summary>
    public const int Sha256MinLength = 16;

    /// <summary>Whether the hash is right, in a time that does not tell how much of it is.</summary>
    /// <param name="message">The message from its header to where the attribute begins.</param>
    /// <param name="expected">The attribute's value.</param>
    /// <param name="integrity">Which of the two it is.</param>
    /// <param name="key">The key.</param>
    public static bool Matches(ReadOnlySpan<byte> message, ReadOnlySpan<byte> expected, StunIntegrity integrity, ReadOnlySpan<byte> key)
    {
        // The header counts up to this attribute while the hash is made, whatever follows it in the packet.
        Span<byte> copy = stackalloc byte[StunReader.MaxLength];
        copy = copy[..message.Length];
        message.CopyTo(copy);
        BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)(message.Length - StunReader.HeaderLength + 4 + expected.Length));
        Span<byte> hash = stackalloc byte[Sha256Length];
        hash = hash[..Compute(copy, integrity, key, hash)];
        return CryptographicOperations.FixedTimeEquals(hash[..Math.Min(hash.Length, expected.Length)], expected);
    }

    /// <summary>Makes the hash of a message whose header counts up to the attribute; returns its length.</summary>
    public static int Compute(ReadOnlySpan<byte> message, StunIntegrity integrity, ReadOnlySpan<byte> key, Span<byte> hash)
    {
        Debug.Assert(integrity != StunIntegrity.None, "there is nothing to compute");
        return CryptographicOperations.HmacData(integrity == StunIntegrity.Sha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1, key, message, hash);
    }
}
