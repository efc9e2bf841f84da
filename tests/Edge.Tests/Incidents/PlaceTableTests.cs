using RtcCluster.Edge.Incidents;
using Xunit;

namespace RtcCluster.Edge.Tests.Incidents;

public sealed class PlaceTableTests
{
    private static readonly PlaceTable Places = new(["# comment", "", "192.0.2.0/24,CO,4.71,-74.07", "192.0.2.128/25,es,40.42,-3.70", "2001:db8::/32,DE,52.5,13.4"], "places.csv");

    [Theory]
    [InlineData("192.0.2.1", "CO")]
    [InlineData("192.0.2.200", "ES")]
    [InlineData("::ffff:192.0.2.1", "CO")]
    [InlineData("2001:db8:1::1", "DE")]
    [InlineData("192.0.3.1", null)]
    [InlineData("::1", null)]
    [InlineData("no address", null)]
    [InlineData("", null)]
    public void TheSmallestNetworkSaysWhere(string address, string? country) => Assert.Equal(country, Places.Find(address)?.Country);

    [Theory]
    [InlineData("192.0.2.0/24,CO,4.71")]
    [InlineData("192.0.2.0/33,CO,4.71,-74.07")]
    [InlineData("192.0.2.0/24,Colombia,4.71,-74.07")]
    [InlineData("192.0.2.0/24,CO,94.71,-74.07")]
    [InlineData("192.0.2.0/24,CO,4.71,east")]
    public void ALineThatIsNone_StopsTheStart_AndIsNamed(string line) =>
        Assert.Contains("line 2", Assert.Throws<InvalidDataException>(() => new PlaceTable(["", line], "places.csv")).Message, StringComparison.Ordinal);
}
