using RtcCluster.Edge.Http.Sessions;
using Xunit;

namespace RtcCluster.Edge.Tests.Http;

public sealed class ClientNameTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", "Chrome", "Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox", "Linux")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15", "Safari", "macOS")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile/15E148 Safari/604.1", "Chrome", "iOS")]
    [InlineData("Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36", "Chrome", "Android")]
    [InlineData("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36", "Chrome", "ChromeOS")]
    [InlineData("curl/8.14.1", "curl", "")]
    [InlineData("", "", "")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)<", "")]
    [InlineData("//////", "", "")]
    public void AUserAgentIsNamedAsPeopleKnowIt(string userAgent, string browser, string system) =>
        Assert.Equal(new ClientName(browser, system), ClientName.Of(userAgent));

    [Fact]
    public void ANameIsCut() => Assert.Equal(40, ClientName.Of(new string('x', 400)).Browser.Length);
}
