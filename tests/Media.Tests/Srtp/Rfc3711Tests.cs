using RtcCluster.Media.Srtp;
using static RtcCluster.Media.Tests.Srtp.SrtpSamples;

namespace RtcCluster.Media.Tests.Srtp;

/// <summary>The test vectors of RFC 3711, appendix B.</summary>
public class Rfc3711Tests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rfc3711_B_2_Keystream(bool portable)
    {
        var key = Hex("2B7E151628AED2A6ABF7158809CF4F3C");
        Assert.SkipUnless(portable || AcceleratedAesCounter.IsSupported, "This processor has no x86 AES instructions.");
        using AesCounter counter = portable ? new PortableAesCounter(key) : new AcceleratedAesCounter(key);
        var stream = new byte[0xFF02 * 16];
        counter.Xor(0xF0F1F2F3F4F5F6F7, 0xF8F9FAFBFCFD0000, stream);

        Assert.Equal(Hex("E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0"), stream[..48]);
        Assert.Equal(Hex("EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE 6A2CC3787889374FBEB4C81B17BA6C44"), stream[^48..]);
    }

    [Fact]
    public void Rfc3711_B_3_KeyDerivation()
    {
        var master = new SrtpMasterKey(SrtpProfile.Aes128CmSha1Tag80, Hex("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex("0EC675AD498AFEEBB6960B3AABE6"));

        Assert.Equal(Hex("C61E7A93744F39EE10734AFE3FF7A087"), SrtpSessionKeys.Derive(master, 0, 16));
        Assert.Equal(Hex("30CBBC08863D8C85D49DB34A9AE1"), SrtpSessionKeys.Derive(master, 2, 14));
        Assert.Equal(
            Hex("CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE E049646C43D9327AD175578EF7227098"
                + "6371C10C9A369AC2F94A8C5FBCDDDC25 6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2"),
            SrtpSessionKeys.Derive(master, 1, 94));
        Assert.Equal(Hex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"), SrtpSessionKeys.ForRtp(master).AuthenticationKey);
    }
}
