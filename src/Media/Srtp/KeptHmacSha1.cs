using System.Diagnostics;
using System.Security.Cryptography;

namespace RtcCluster.Media.Srtp;

/// <summary>OpenSSL's SHA-1, from the two states in which the key's blocks have been hashed already (RFC 2104 §4).</summary>
/// <remarks>A packet then takes two copies of 96 bytes and no memory of the library's, where a new HMAC context takes as long as hashing the packet several times.</remarks>
internal sealed unsafe class KeptHmacSha1 : HmacSha1
{
    private const int BlockLength = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;
    private Sha1Native.State _inner;
    private Sha1Native.State _outer;

    public KeptHmacSha1(ReadOnlySpan<byte> key)
    {
        Debug.Assert(key.Length <= BlockLength, "SRTP's authentication keys have 20 bytes");
        Span<byte> block = stackalloc byte[BlockLength];
        _inner = StateAfter(key, InnerPad, block);
        _outer = StateAfter(key, OuterPad, block);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>Whether the library is there, and its state is laid out as we think.</summary>
    public static bool IsSupported { get; } = Sha1Native.IsThere && IsRight();

    public override void Compute(ReadOnlySpan<byte> text, Span<byte> hash)
    {
        var state = _inner;
        fixed (byte* data = text, result = hash[..HashLength])
        {
            _ = Sha1Native.Update(&state, data, (nuint)text.Length);
            _ = Sha1Native.Final(result, &state);
            state = _outer;
            _ = Sha1Native.Update(&state, result, HashLength);
            _ = Sha1Native.Final(result, &state);
        }
    }

    public override void Dispose() => (_inner, _outer) = (default, default);

    private static Sha1Native.State StateAfter(ReadOnlySpan<byte> key, byte pad, Span<byte> block)
    {
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++)
        {
            block[i] ^= key[i];
        }

        Sha1Native.State state;
        _ = Sha1Native.Init(&state);
        fixed (byte* data = block)
        {
            _ = Sha1Native.Update(&state, data, BlockLength);
        }

        return state;
    }

    // A library with another layout would write wrong tags; one with none of these functions is not there.
    private static bool IsRight()
    {
        var key = "authentication, 20 b"u8;
        Span<byte> text = stackalloc byte[(3 * BlockLength) + 1];
        text.Fill(0xA5);
        Span<byte> ours = stackalloc byte[HashLength];
        Span<byte> theirs = stackalloc byte[HashLength];
        using var kept = new KeptHmacSha1(key);
        using var system = new SystemHmacSha1(key);
        kept.Compute(text, ours);
        system.Compute(text, theirs);
        return ours.SequenceEqual(theirs);
    }
}
