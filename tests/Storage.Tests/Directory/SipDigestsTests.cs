using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Tests.Directory;

public sealed class SipDigestsTests
{
    // RFC 7616 §3.9.1 gives user, realm and password; H(A1) was computed from them with md5sum and sha256sum.
    [Fact]
    public void Rfc7616_3_9_1_HashesUserRealmAndPassword()
    {
        var digests = SipDigests.Compute("Mufasa", "http-auth@example.org", "Circle of Life");

        Assert.Equal("3d78807defe7de2157e2b0b6573a855f", digests.Md5);
        Assert.Equal("7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232", digests.Sha256);
    }

    [Fact]
    public void TextFormNamesNoDigest() => Assert.Equal("SipDigests", SipDigests.Compute("a", "b", "c").ToString());
}
