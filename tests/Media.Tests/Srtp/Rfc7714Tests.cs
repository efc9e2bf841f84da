using RtcCluster.Media.Srtp;
using static RtcCluster.Media.Tests.Srtp.SrtpSamples;

namespace RtcCluster.Media.Tests.Srtp;

/// <summary>The vectors of RFC 7714 for AES-128, with session keys as it gives them.</summary>
public class Rfc7714Tests
{
    private const string Rtp = "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
    private const string Srtp = "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";
    private const string Rtcp = "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
    private const string Srtcp = "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4";
    private const string TaggedRtcp = Rtcp + "841dd9683dd78ec92ae58790125f62b3000005d4";
    private const uint Index = 0x5D4;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rfc7714_16_1_Rtp(bool portable)
    {
        using var transform = Transform(portable);
        byte[] packet = [.. Hex(Rtp), .. new byte[16]];
        transform.ProtectRtp(packet, 12, 0x5501A0B2, 0xF17B);
        Assert.Equal(Hex(Srtp), packet);

        Assert.True(transform.UnprotectRtp(packet, 12, 0x5501A0B2, 0xF17B));
        Assert.Equal(Hex(Rtp), packet[..^16]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rfc7714_17_1_Rtcp(bool portable)
    {
        using var transform = Transform(portable);
        byte[] packet = [.. Hex(Rtcp), .. new byte[20]];
        transform.ProtectRtcp(packet, 0x4D617273, Index);
        Assert.Equal(Hex(Srtcp), packet);

        Assert.True(transform.UnprotectRtcp(packet, 0x4D617273, 0x8000_0000 | Index));
        Assert.Equal(Hex(Rtcp), packet[..^20]);
    }

    [Fact]
    public void Rfc7714_16_1_ContextsAgreeWithTheTransform()
    {
        using var context = new SrtpReceiveContext(Transform(portable: false), Transform(portable: false), 1);
        Assert.Equal(SrtpStatus.Ok, context.Take(Hex(Srtp), out var packet));
        Assert.Equal(Hex(Rtp), packet);
        Assert.Equal(SrtpStatus.Ok, context.TakeReport(Hex(Srtcp), out packet));
        Assert.Equal(Hex(Rtcp), packet);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rfc7714_17_3_RtcpThatIsOnlyTagged(bool portable)
    {
        using var context = new SrtpReceiveContext(Transform(portable), Transform(portable), 1);
        var forged = Hex(TaggedRtcp);
        forged[12] ^= 1;
        Assert.Equal(SrtpStatus.NotAuthentic, context.TakeReport(forged, out _));
        Assert.Equal(SrtpStatus.Ok, context.TakeReport(Hex(TaggedRtcp), out var packet));
        Assert.Equal(Hex(Rtcp), packet);
    }

    private static GcmTransform Transform(bool portable)
    {
        Assert.SkipUnless(portable || AcceleratedGcm.IsSupported, "This processor has no x86 AES and carry-less multiplication.");
        var keys = new SrtpSessionKeys(Hex("000102030405060708090a0b0c0d0e0f"), [], Hex("51756964 2070726f 2071756f"));
        return new GcmTransform(portable ? new PortableGcm(keys.CipherKey) : new AcceleratedGcm(keys.CipherKey), keys);
    }
}
