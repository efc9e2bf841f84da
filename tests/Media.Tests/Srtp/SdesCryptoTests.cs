using CsCheck;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Tests.Srtp;

public class SdesCryptoTests
{
    private const string Key = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";
    private static readonly SrtpProfile[] All = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag80, SrtpProfile.Aes128CmSha1Tag32];

    [Fact]
    public void Rfc4568_4_ALineIsRead()
    {
        Assert.Equal(SdesStatus.Ok, SdesCrypto.TryRead($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^20", out var crypto));
        Assert.Equal((1, SrtpProfile.Aes128CmSha1Tag80, 1L << 20), (crypto!.Tag, crypto.Profile, crypto.Lifetime));
        Assert.Equal(Convert.FromBase64String(Key), (byte[])[.. crypto.Key.GetKey(), .. crypto.Key.GetSalt()]);
    }

    [Theory]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_32 inline:{Key}", SdesStatus.Ok)]
    [InlineData("7 AEAD_AES_128_GCM inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw==", SdesStatus.Ok)]
    [InlineData($"1 aes_cm_128_hmac_sha1_80 INLINE:{Key}", SdesStatus.Ok)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|1000000", SdesStatus.Ok)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key} WSH=64", SdesStatus.Ok)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key} -UNKNOWN", SdesStatus.Ok)]
    [InlineData("", SdesStatus.BadTag)]
    [InlineData($"x AES_CM_128_HMAC_SHA1_80 inline:{Key}", SdesStatus.BadTag)]
    [InlineData($"1234567890 AES_CM_128_HMAC_SHA1_80 inline:{Key}", SdesStatus.BadTag)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80", SdesStatus.BadLine)]
    [InlineData($"1 F8_128_HMAC_SHA1_80 inline:{Key}", SdesStatus.UnknownSuite)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 uri:{Key}", SdesStatus.BadKey)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGw==", SdesStatus.BadKey)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}AAAA", SdesStatus.BadKey)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:!!!!", SdesStatus.BadKey)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^49", SdesStatus.BadLifetime)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|0", SdesStatus.BadLifetime)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^20|2^20", SdesStatus.BadLifetime)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^20|1:4", SdesStatus.UnsupportedMki)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|1:4", SdesStatus.UnsupportedMki)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}|2^20|1:4;inline:{Key}|2^20|2:4", SdesStatus.UnsupportedMki)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key} KDR=1", SdesStatus.UnsupportedParameter)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key} WSH=64 UNENCRYPTED_SRTP", SdesStatus.UnsupportedParameter)]
    [InlineData($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key} UNAUTHENTICATED_SRTP", SdesStatus.UnsupportedParameter)]
    public void Rfc4568_6_EachLineHasItsVerdict(string value, SdesStatus expected)
    {
        Assert.Equal(expected, SdesCrypto.TryRead(value, out var crypto));
        Assert.Equal(expected == SdesStatus.Ok, crypto is not null);
    }

    [Fact]
    public void Rfc4568_5_1_2_TheFirstUsableLineIsAnswered_AndBothEndsHaveTheSameKeys()
    {
        SdesCrypto[] offer =
        [
            SdesCrypto.Offer(1, SrtpProfile.AeadAes128Gcm, Secret(28, 1)), SdesCrypto.Offer(2, SrtpProfile.Aes128CmSha1Tag80, Secret(30, 2)),
            SdesCrypto.Offer(3, SrtpProfile.Aes128CmSha1Tag32, Secret(30, 3)),
        ];
        string[] lines = [$"9 AES_CM_128_HMAC_SHA1_80 inline:{Key}|1:4", .. offer.Select(line => line.WriteValue())];

        Assert.True(SdesCrypto.TryChoose(lines, [SrtpProfile.Aes128CmSha1Tag32, SrtpProfile.Aes128CmSha1Tag80], out var chosen));
        Assert.Equal(2, chosen!.Tag);
        var answer = chosen.Answer(Secret(30, 4));
        Assert.StartsWith("2 AES_CM_128_HMAC_SHA1_80 inline:", answer.WriteValue(), StringComparison.Ordinal);

        Assert.True(SdesCrypto.TryAccept(answer.WriteValue(), offer, out var keys));
        using var sender = new SrtpSendContext(keys!.Send);
        using var receiver = new SrtpReceiveContext(chosen.Key);
        Assert.Equal(SrtpStatus.Ok, receiver.Take(sender.Protect(SrtpSamples.Packet(1)), out _));
        using var back = new SrtpSendContext(answer.Key);
        using var our = new SrtpReceiveContext(keys.Receive);
        Assert.Equal(SrtpStatus.Ok, our.Take(back.Protect(SrtpSamples.Packet(1)), out _));
    }

    [Fact]
    public void AnAnswerToNoLineOfOursIsRefused()
    {
        SdesCrypto[] offer = [SdesCrypto.Offer(1, SrtpProfile.Aes128CmSha1Tag80, Secret(30, 2))];
        Assert.False(SdesCrypto.TryAccept($"2 AES_CM_128_HMAC_SHA1_80 inline:{Key}", offer, out _));
        Assert.False(SdesCrypto.TryAccept($"1 AES_CM_128_HMAC_SHA1_32 inline:{Key}", offer, out _));
        Assert.False(SdesCrypto.TryChoose([$"1 AES_CM_128_HMAC_SHA1_32 inline:{Key}"], [SrtpProfile.Aes128CmSha1Tag80], out _));
    }

    [Fact]
    public void ReadOfWriteIsTheSame() =>
        Gen.Select(Gen.Int[0, SdesReader.MaxTag], Gen.Int[0, All.Length - 1], Gen.Byte.Array[30]).Sample(
            static (tag, suite, secret) =>
            {
                var line = SdesCrypto.Offer(tag, All[suite], secret.AsSpan(0, SdesCrypto.SecretLength(All[suite])));
                return SdesCrypto.TryRead(line.WriteValue(), out var read) == SdesStatus.Ok && read!.WriteValue() == line.WriteValue();
            },
            seed: "0N0XIzNsQ0O2",
            iter: 500);

    [Fact]
    public void TheKeyIsNotInItsText()
    {
        Assert.Equal(SdesStatus.Ok, SdesCrypto.TryRead($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}", out var crypto));
        Assert.Equal("1 AES_CM_128_HMAC_SHA1_80", crypto!.ToString());
    }

    private static byte[] Secret(int length, int seed)
    {
        var secret = new byte[length];
        new Random(seed).NextBytes(secret);
        return secret;
    }
}
