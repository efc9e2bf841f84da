using RtcCluster.Media.Dtls;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Tests.Dtls;

/// <summary>A DTLS that somebody else wrote, at the other end. Its keys are the proof.</summary>
public class OpensslTests
{
    private const int CounterMode = 2 * (16 + 14);
    private const int Gcm = 2 * (16 + 12);
    private const string Both = "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM";

    [Theory]
    [InlineData("SRTP_AES128_CM_SHA1_80", SrtpProfile.Aes128CmSha1Tag80, CounterMode, false)]
    [InlineData("SRTP_AEAD_AES_128_GCM", SrtpProfile.AeadAes128Gcm, Gcm, false)]
    [InlineData(Both, SrtpProfile.AeadAes128Gcm, Gcm, true)]
    public async Task ItsClientAndOurServerHaveTheSameKeys(string profiles, SrtpProfile expected, int length, bool withRsaKey)
    {
        SkipUnlessInstalled();
        await using var peer = new Openssl(withRsaKey);
        var result = await peer.ConnectsAsync(profiles, length, withCertificate: true, peer.Fingerprints);
        Assert.Equal((DtlsStatus.Established, expected), (result.Status, result.Keys?.Send.Profile));
        Assert.Equal(await peer.KeyingMaterialAsync(), Layout(client: result.Keys!.Receive, server: result.Keys.Send));
        Assert.True(await peer.IsGoneAsync());
    }

    [Theory]
    [InlineData("SRTP_AES128_CM_SHA1_80", SrtpProfile.Aes128CmSha1Tag80, CounterMode, false)]
    [InlineData("SRTP_AEAD_AES_128_GCM", SrtpProfile.AeadAes128Gcm, Gcm, true)]
    public async Task Rfc6347_4_2_1_OurClientAnswersItsServersCookie_AndHasTheSameKeys(string profiles, SrtpProfile expected, int length, bool withRsaKey)
    {
        SkipUnlessInstalled();
        await using var peer = new Openssl(withRsaKey);
        var result = await peer.AcceptsAsync(profiles, length, peer.Fingerprints);
        Assert.Equal((DtlsStatus.Established, expected), (result.Status, result.Keys?.Send.Profile));
        Assert.Equal(await peer.KeyingMaterialAsync(), Layout(client: result.Keys!.Send, server: result.Keys.Receive));
    }

    [Fact]
    public async Task ItsClientWithoutACertificateIsRefused()
    {
        SkipUnlessInstalled();
        await using var peer = new Openssl();
        Assert.Equal(DtlsStatus.NoCertificate, (await peer.ConnectsAsync(Both, Gcm, withCertificate: false, peer.Fingerprints)).Status);
    }

    [Fact]
    public async Task ItsClientWithAnotherCertificateIsRefused()
    {
        SkipUnlessInstalled();
        await using var peer = new Openssl();
        Assert.Equal(DtlsStatus.FingerprintMismatch, (await peer.ConnectsAsync(Both, Gcm, withCertificate: true, DtlsFingerprints.Of(DtlsPair.ClientIdentity.Fingerprint))).Status);
    }

    private static byte[] Layout(SrtpMasterKey client, SrtpMasterKey server) => [.. client.GetKey(), .. server.GetKey(), .. client.GetSalt(), .. server.GetSalt()];

    private static void SkipUnlessInstalled() => Assert.SkipUnless(Openssl.IsInstalled, "openssl is not installed (Debian: apt-get install openssl)");
}
