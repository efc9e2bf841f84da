using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace RtcCluster.Storage.Backups;

/// <summary>AES-256-GCM boxes: version, nonce, ciphertext, tag. The place that a box belongs to is authenticated with it, so that none can stand for another.</summary>
/// <remarks>Nonces are random: no key here seals more than 2^32 boxes (NIST SP 800-38D, 8.3).</remarks>
internal static class SealedBox
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>Most bytes that a packed box may hold, before compression: what says it holds more is refused before anything is made room for.</summary>
    public const int LargestPlain = 16 << 20;

    private const byte Version = 1;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;
    private const int PackHead = 5;
    private const byte Stored = 0;
    private const byte Brotli = 1;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string place)
    {
        var box = new byte[plain.Length + Overhead];
        box[0] = Version;
        var nonce = box.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var gcm = new AesGcm(key, TagLength);
        gcm.Encrypt(nonce, plain, box.AsSpan(1 + NonceLength, plain.Length), box.AsSpan(box.Length - TagLength), Encoding.UTF8.GetBytes(place));
        return box;
    }

    /// <summary>Null when it was changed, cut, belongs elsewhere or is sealed under another key.</summary>
    public static byte[]? TryOpen(byte[] key, ReadOnlySpan<byte> box, string place)
    {
        if (box.Length < Overhead || box[0] != Version || box.Length > LargestPlain + PackHead + Overhead)
        {
            return null;
        }

        var plain = new byte[box.Length - Overhead];
        try
        {
            using var gcm = new AesGcm(key, TagLength);
            gcm.Decrypt(box.Slice(1, NonceLength), box[(1 + NonceLength)..^TagLength], box[^TagLength..], plain, Encoding.UTF8.GetBytes(place));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    /// <summary>Compresses where that helps, and seals.</summary>
    public static byte[] SealPacked(byte[] key, ReadOnlySpan<byte> plain, string place, bool compress)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, LargestPlain);
        var packed = new byte[plain.Length + PackHead];
        var length = plain.Length;
        // What does not get shorter does not fit, and is stored as it is.
        packed[0] = compress && plain.Length > 0 && BrotliEncoder.TryCompress(plain, packed.AsSpan(PackHead), out length, quality: 4, window: 22) && length < plain.Length ? Brotli : Stored;
        if (packed[0] == Stored)
        {
            plain.CopyTo(packed.AsSpan(PackHead));
            length = plain.Length;
        }

        BinaryPrimitives.WriteInt32LittleEndian(packed.AsSpan(1), plain.Length);
        return Seal(key, packed.AsSpan(0, PackHead + length), place);
    }

    /// <summary>Opens what <see cref="SealPacked"/> made; null for anything else, also where it does not have exactly the length that it says.</summary>
    public static byte[]? TryOpenPacked(byte[] key, ReadOnlySpan<byte> box, string place)
    {
        if (TryOpen(key, box, place) is not { Length: >= PackHead } packed)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(packed.AsSpan(1));
        if (length is < 0 or > LargestPlain)
        {
            return null;
        }

        if (packed[0] == Stored)
        {
            return packed.Length - PackHead == length ? packed[PackHead..] : null;
        }

        var plain = new byte[length];
        return packed[0] == Brotli && BrotliDecoder.TryDecompress(packed.AsSpan(PackHead), plain, out var written) && written == length ? plain : null;
    }
}
