using System.Net;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Tests.Directory;

public sealed class SourceNetworkTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1/32")]
    [InlineData("192.0.2.77/24", "192.0.2.0/24")]
    [InlineData("10.1.2.3/9", "10.0.0.0/9")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1/32")]
    [InlineData("2001:DB8::1", "2001:db8::1/128")]
    [InlineData("2001:db8:ffff::/33", "2001:db8:8000::/33")]
    public void WritesNetworkOneWay(string text, string expected)
    {
        Assert.True(SourceNetwork.TryCanonical(text, out var canonical));
        Assert.Equal(expected, canonical);
    }

    [Theory]
    [InlineData("")]
    [InlineData("carrier.example")]
    [InlineData("0.0.0.0/0")]
    [InlineData("192.0.2.0/7")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.0/24/24")]
    [InlineData("2001:db8::/15")]
    [InlineData("fe80::1%2")]
    [InlineData("::ffff:192.0.2.0/120")]
    public void RefusesWhatIsNoNetworkOrTooWide(string text) => Assert.False(SourceNetwork.TryCanonical(text, out _));

    [Fact]
    public void NamesEveryNetworkOfAnAddress_SmallestFirst()
    {
        var networks = SourceNetwork.Holding(IPAddress.Parse("192.0.2.129"));

        Assert.Equal(25, networks.Count);
        Assert.Equal(("192.0.2.129/32", "192.0.2.128/31", "192.0.0.0/9", "192.0.0.0/8"), (networks[0], networks[1], networks[23], networks[24]));
    }
}
