using RtcCluster.Sip.Digest;
using Xunit;

namespace RtcCluster.Sip.Tests.Digest;

public sealed class DigestMathTests
{
    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void Rfc7616_3_9_1_Example(DigestAlgorithm algorithm, string expected)
    {
        var ha1 = DigestMath.Ha1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        var response = DigestMath.Response(
            algorithm, ha1, "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "auth", "GET", "/dir/index.html");
        Assert.Equal(expected, response);
    }

    [Fact]
    public void Rfc2617_3_5_Example()
    {
        var ha1 = DigestMath.Ha1(DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "Circle Of Life");
        Assert.Equal("939e7578ed9e3c518a452acee763bce9", ha1);
        Assert.Equal(
            "6629fae49393a05397450978507c4ef1",
            DigestMath.Response(DigestAlgorithm.Md5, ha1, "dcd98b7102dd2f0e8b11d0f600bfb0c093", "00000001", "0a4f113b", "auth", "GET", "/dir/index.html"));
    }

    [Fact]
    public void Rfc2069_FormWithoutQop()
    {
        var ha1 = DigestMath.Ha1(DigestAlgorithm.Md5, "Mufasa", "testrealm@host.com", "CircleOfLife");
        Assert.Equal("1949323746fe6a43ef61f9606e7febea", DigestMath.Response(DigestAlgorithm.Md5, ha1, "dcd98b7102dd2f0e8b11d0f600bfb0c093", "", "", null, "GET", "/dir/index.html"));
    }

    [Theory]
    [InlineData(null, true, DigestAlgorithm.Md5)]
    [InlineData("md5", true, DigestAlgorithm.Md5)]
    [InlineData("SHA-256", true, DigestAlgorithm.Sha256)]
    [InlineData("SHA-256-sess", false, DigestAlgorithm.Md5)]
    [InlineData("SHA-512-256", false, DigestAlgorithm.Md5)]
    public void Rfc8760_2_1_AlgorithmTokens(string? token, bool known, DigestAlgorithm algorithm)
    {
        Assert.Equal(known, DigestMath.TryToken(token, out var read));
        Assert.Equal(algorithm, read);
    }
}
