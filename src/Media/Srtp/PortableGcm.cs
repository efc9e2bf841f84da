using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RtcCluster.Media.Srtp;

/// <summary>GCM by the system, for processors without the instructions of <see cref="AcceleratedGcm"/>.</summary>
internal sealed class PortableGcm(ReadOnlySpan<byte> key) : Gcm
{
    private const int NonceLength = 12;
    private readonly AesGcm _gcm = new(key, TagLength);
    private byte[] _plain = new byte[2_048];

    public override void Seal(ulong nonceHigh, uint nonceLow, ReadOnlySpan<byte> associated, Span<byte> text, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Write(nonce, nonceHigh, nonceLow);
        _gcm.Encrypt(nonce, text, text, tag, associated);
    }

    public override bool TryOpen(ulong nonceHigh, uint nonceLow, ReadOnlySpan<byte> associated, Span<byte> text, ReadOnlySpan<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Write(nonce, nonceHigh, nonceLow);
        if (_plain.Length < text.Length)
        {
            _plain = new byte[text.Length];
        }

        try
        {
            // Not in place: what is not authentic would come back as zeros.
            var plain = _plain.AsSpan(0, text.Length);
            _gcm.Decrypt(nonce, text, tag, plain, associated);
            plain.CopyTo(text);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // The system has no other way to say no.
            return false;
        }
    }

    public override void Dispose() => _gcm.Dispose();

    private static void Write(Span<byte> nonce, ulong high, uint low)
    {
        BinaryPrimitives.WriteUInt64BigEndian(nonce, high);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], low);
    }
}
