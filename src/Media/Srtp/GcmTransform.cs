using System.Buffers.Binary;

namespace RtcCluster.Media.Srtp;

/// <summary>AES-GCM. RFC 7714 §8 and §9.</summary>
internal sealed class GcmTransform(Gcm gcm, SrtpSessionKeys keys) : SrtpTransform
{
    private const int AssociatedOfRtcp = SrtcpTrailer.HeaderLength + SrtcpTrailer.WordLength;

    // Longer than any datagram that is not put together from fragments.
    private const int LongestReadable = 2_048;
    private readonly ulong _saltHigh = BinaryPrimitives.ReadUInt64BigEndian(keys.Salt);
    private readonly uint _saltLow = BinaryPrimitives.ReadUInt32BigEndian(keys.Salt.AsSpan(8));

    public override int TagLength => Gcm.TagLength;

    public override bool WordIsLast => true;

    public override void ProtectRtp(Span<byte> packet, int header, uint ssrc, long index) =>
        gcm.Seal(NonceHigh(ssrc, index), NonceLow(index), packet[..header], packet[header..^TagLength], packet[^TagLength..]);

    public override bool UnprotectRtp(Span<byte> packet, int header, uint ssrc, long index) =>
        gcm.TryOpen(NonceHigh(ssrc, index), NonceLow(index), packet[..header], packet[header..^TagLength], packet[^TagLength..]);

    public override void ProtectRtcp(Span<byte> packet, uint ssrc, uint index)
    {
        var sealedText = packet[..^SrtcpTrailer.WordLength];
        BinaryPrimitives.WriteUInt32BigEndian(packet[sealedText.Length..], SrtcpTrailer.Encrypted | index);
        Span<byte> associated = stackalloc byte[AssociatedOfRtcp];
        packet[..SrtcpTrailer.HeaderLength].CopyTo(associated);
        packet[sealedText.Length..].CopyTo(associated[SrtcpTrailer.HeaderLength..]);
        gcm.Seal(NonceHigh(ssrc, index), NonceLow(index), associated, sealedText[SrtcpTrailer.HeaderLength..^TagLength], sealedText[^TagLength..]);
    }

    public override bool UnprotectRtcp(Span<byte> packet, uint ssrc, uint word)
    {
        var index = word & SrtcpTrailer.MaxIndex;
        var sealedText = packet[..^SrtcpTrailer.WordLength];
        var tag = sealedText[^TagLength..];
        var readable = (word & SrtcpTrailer.Encrypted) != 0 ? SrtcpTrailer.HeaderLength : sealedText.Length - TagLength;
        if (readable > LongestReadable)
        {
            return false;
        }

        // Authenticated are the readable front and the last word, as if they were one text.
        Span<byte> associated = stackalloc byte[readable + SrtcpTrailer.WordLength];
        packet[..readable].CopyTo(associated);
        packet[sealedText.Length..].CopyTo(associated[readable..]);
        return gcm.TryOpen(NonceHigh(ssrc, index), NonceLow(index), associated, sealedText[readable..^TagLength], tag);
    }

    public override void Dispose() => gcm.Dispose();

    // Two zero octets, SSRC, 48 bits of index (RTCP: two zero octets and 32 bits); xor salt.
    private ulong NonceHigh(uint ssrc, long index) => _saltHigh ^ ((ulong)ssrc << 16) ^ ((ulong)index >> 32);

    private uint NonceLow(long index) => _saltLow ^ (uint)index;
}
