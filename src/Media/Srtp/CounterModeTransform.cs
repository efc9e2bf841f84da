using System.Buffers.Binary;
using System.Security.Cryptography;

namespace RtcCluster.Media.Srtp;

/// <summary>AES in counter mode and HMAC-SHA1. RFC 3711 §4.1.1 and §4.2.1.</summary>
internal sealed class CounterModeTransform : SrtpTransform
{
    private const int HashLength = HmacSha1.HashLength;
    private const int WordLength = SrtcpTrailer.WordLength;
    private readonly AesCounter _cipher;
    private readonly HmacSha1 _authentication;
    private readonly ulong _saltHigh;
    private readonly ulong _saltLow;

    public CounterModeTransform(AesCounter cipher, SrtpSessionKeys keys, int tagLength)
    {
        _cipher = cipher;
        _authentication = HmacSha1.Create(keys.AuthenticationKey);
        Span<byte> salt = stackalloc byte[16];
        salt.Clear();
        keys.Salt.CopyTo(salt);
        _saltHigh = BinaryPrimitives.ReadUInt64BigEndian(salt);
        _saltLow = BinaryPrimitives.ReadUInt64BigEndian(salt[8..]);
        TagLength = tagLength;
    }

    public override int TagLength { get; }

    public override bool WordIsLast => false;

    public override void ProtectRtp(Span<byte> packet, int header, uint ssrc, long index)
    {
        var text = packet[..^TagLength];
        Cipher(text[header..], ssrc, index);

        // The roll-over counter is authenticated as if it came next: where the tag will stand is room for it.
        BinaryPrimitives.WriteUInt32BigEndian(packet[text.Length..], (uint)(index >> 16));
        Span<byte> hash = stackalloc byte[HashLength];
        _authentication.Compute(packet[..(text.Length + WordLength)], hash);
        hash[..TagLength].CopyTo(packet[text.Length..]);
    }

    public override bool UnprotectRtp(Span<byte> packet, int header, uint ssrc, long index)
    {
        var text = packet[..^TagLength];
        Span<byte> tag = stackalloc byte[HashLength];
        tag = tag[..TagLength];
        packet[text.Length..].CopyTo(tag);
        BinaryPrimitives.WriteUInt32BigEndian(packet[text.Length..], (uint)(index >> 16));
        Span<byte> hash = stackalloc byte[HashLength];
        _authentication.Compute(packet[..(text.Length + WordLength)], hash);
        tag.CopyTo(packet[text.Length..]);
        if (!CryptographicOperations.FixedTimeEquals(hash[..TagLength], tag))
        {
            return false;
        }

        Cipher(text[header..], ssrc, index);
        return true;
    }

    public override void ProtectRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        var text = packet[..^(TagLength + WordLength)];
        Cipher(text[SrtcpTrailer.HeaderLength..], ssrc, index);
        BinaryPrimitives.WriteUInt32BigEndian(packet[text.Length..], SrtcpTrailer.Encrypted | index);
        Span<byte> hash = stackalloc byte[HashLength];
        _authentication.Compute(packet[..^TagLength], hash);
        hash[..TagLength].CopyTo(packet[^TagLength..]);
    }

    public override bool UnprotectRtcp(Span<byte> packet, uint ssrc, uint word)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        _authentication.Compute(packet[..^TagLength], hash);
        if (!CryptographicOperations.FixedTimeEquals(hash[..TagLength], packet[^TagLength..]))
        {
            return false;
        }

        if ((word & SrtcpTrailer.Encrypted) != 0)
        {
            Cipher(packet[SrtcpTrailer.HeaderLength..^(TagLength + WordLength)], ssrc, word & SrtcpTrailer.MaxIndex);
        }

        return true;
    }

    public override void Dispose()
    {
        _cipher.Dispose();
        _authentication.Dispose();
    }

    // IV = (k_s × 2^16) xor (SSRC × 2^64) xor (i × 2^16): its lowest 16 bits count the blocks.
    private void Cipher(Span<byte> text, uint ssrc, long index) => _cipher.Xor(_saltHigh ^ ssrc, _saltLow ^ ((ulong)index << 16), text);
}
