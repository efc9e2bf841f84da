using System.Net;
using CsCheck;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Media.Tests.Addresses;

public class MediaEndpointTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:9")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1:9")]
    [InlineData("2001:db8::1", "[2001:db8::1]:9")]
    public void ReadsNumericAddresses(string text, string expected)
    {
        Assert.True(MediaEndpoint.TryParse(text, 9, out var endpoint));
        Assert.Equal(expected, endpoint.ToString());
    }

    [Theory]
    [InlineData("host.example")]
    [InlineData("1")]
    [InlineData("1.2.3")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("")]
    [InlineData("224.2.1.1/127")]
    public void RefusesNamesAndOddities(string text) => Assert.False(MediaEndpoint.TryParse(text, 9, out _));

    [Fact]
    public void MappedAndPlainIPv4AreEqual()
    {
        Assert.Equal(MediaEndpoint.FromBytes([10, 0, 0, 1], 7), MediaEndpoint.FromAddress(IPAddress.Parse("::ffff:10.0.0.1"), 7));
        Assert.NotEqual(MediaEndpoint.FromBytes([10, 0, 0, 1], 7), MediaEndpoint.FromBytes([10, 0, 0, 1], 8));
    }

    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.9.9", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("169.254.1.1", true)]
    [InlineData("127.9.9.9", true)]
    [InlineData("203.0.113.1", false)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("::1", true)]
    [InlineData("2001:db8::1", false)]
    public void KnowsPrivateAddresses(string text, bool isPrivate)
    {
        Assert.True(MediaEndpoint.TryParse(text, 1, out var endpoint));
        Assert.Equal(isPrivate, endpoint.IsPrivate);
    }

    [Theory]
    [InlineData("224.0.0.1", true)]
    [InlineData("239.1.1.1", true)]
    [InlineData("255.255.255.255", true)]
    [InlineData("ff02::1", true)]
    [InlineData("223.255.255.255", false)]
    public void KnowsMulticastAndBroadcast(string text, bool expected)
    {
        Assert.True(MediaEndpoint.TryParse(text, 1, out var endpoint));
        Assert.Equal(expected, endpoint.IsMulticastOrBroadcast);
    }

    [Fact]
    public void BytesSurviveARoundTrip() =>
        Gen.Select(Gen.Byte.Array[4], Gen.UShort).Sample(
            static (bytes, port) =>
            {
                var endpoint = MediaEndpoint.FromBytes(bytes, port);
                var written = new byte[16];
                return endpoint.WriteAddress(written) == 4 && written.AsSpan(0, 4).SequenceEqual(bytes) && endpoint.Port == port
                    && MediaEndpoint.TryParse(endpoint.AddressText, port, out var again) && again == endpoint;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 1000);
}
