using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Tests.Srtp;

/// <summary>SRTP as the RFCs write it, from plain primitives and without any of the code under test: slow, and obviously right.</summary>
internal static class PlainSrtp
{
    public static byte[] Protect(SrtpMasterKey master, byte[] packet, int header, long index)
    {
        var ssrc = packet.AsSpan(8, 4);
        var rollOver = Big(index >> 16, 4);
        return master.Profile == SrtpProfile.AeadAes128Gcm
            ? Seal(master, 0, packet[..header], packet[header..], [0, 0, .. ssrc, .. Big(index, 6)], [])
            : Authenticate(master, 1, [.. packet[..header], .. Count(master, 0, packet[header..], ssrc, index)], rollOver, [], master.Profile.RtpTagLength());
    }

    public static byte[] ProtectRtcp(SrtpMasterKey master, byte[] packet, uint index)
    {
        var ssrc = packet.AsSpan(4, 4);
        var word = Big(0x8000_0000L | index, 4);
        return master.Profile == SrtpProfile.AeadAes128Gcm
            ? Seal(master, 3, packet[..8], packet[8..], [0, 0, .. ssrc, 0, 0, .. Big(index, 4)], word)
            : Authenticate(master, 4, [.. packet[..8], .. Count(master, 3, packet[8..], ssrc, index)], word, word, 10);
    }

    // RFC 3711 §4.3: AES-CM over zeros from (salt xor label × 2^48) × 2^16.
    public static byte[] Derive(SrtpMasterKey master, int label, int length)
    {
        var x = new byte[16];
        master.GetSalt().CopyTo(x);
        x[7] ^= (byte)label;
        return Keystream(master.GetKey().ToArray(), x, length);
    }

    private static byte[] Count(SrtpMasterKey master, int label, byte[] text, ReadOnlySpan<byte> ssrc, long index)
    {
        byte[] iv = [.. Derive(master, label + 2, 14), 0, 0];
        Xor(iv.AsSpan(4), ssrc);
        Xor(iv.AsSpan(8), Big(index, 6));
        var result = (byte[])text.Clone();
        Xor(result, Keystream(Derive(master, label, 16), iv, text.Length));
        return result;
    }

    private static byte[] Authenticate(SrtpMasterKey master, int label, byte[] text, byte[] last, byte[] trailer, int length)
    {
        var hmac = new HMac(new Sha1Digest());
        hmac.Init(new KeyParameter(Derive(master, label, 20)));
        hmac.BlockUpdate([.. text, .. last], 0, text.Length + last.Length);
        var tag = new byte[20];
        hmac.DoFinal(tag, 0);
        return [.. text, .. trailer, .. tag.AsSpan(0, length)];
    }

    private static byte[] Seal(SrtpMasterKey master, int label, byte[] header, byte[] text, byte[] nonce, byte[] word)
    {
        Xor(nonce, Derive(master, label + 2, 12));
        var sealedText = new byte[text.Length];
        var tag = new byte[16];
        using var gcm = new AesGcm(Derive(master, label, 16), 16);
        gcm.Encrypt(nonce, text, sealedText, tag, (byte[])[.. header, .. word]);
        return [.. header, .. sealedText, .. tag, .. word];
    }

    private static byte[] Keystream(byte[] key, byte[] iv, int length)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var stream = new List<byte>();
        var counter = new System.Numerics.BigInteger(iv, isUnsigned: true, isBigEndian: true);
        for (; stream.Count < length; counter++)
        {
            var block = counter.ToByteArray(isUnsigned: true, isBigEndian: true);
            stream.AddRange(aes.EncryptEcb([.. new byte[16 - block.Length], .. block], PaddingMode.None));
        }

        return [.. stream[..length]];
    }

    private static void Xor(Span<byte> target, ReadOnlySpan<byte> with)
    {
        for (var i = 0; i < with.Length && i < target.Length; i++)
        {
            target[i] ^= with[i];
        }
    }

    private static byte[] Big(long value, int length)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^length..];
    }
}
