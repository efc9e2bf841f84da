using RtcCluster.Edge.Sip;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

public sealed class WebSocketOriginsTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "https://pbx.example", true)]
    [InlineData("", "http://PBX.example", true)]
    [InlineData("", "https://pbx.example:8443", false)]
    [InlineData("", "https://pbx.example.evil.example", false)]
    [InlineData("", "https://evil.example", false)]
    [InlineData("", "null", false)]
    [InlineData("", "file://pbx.example", false)]
    [InlineData("https://crm.example, chrome-extension://abcdef/", "https://crm.example", true)]
    [InlineData("https://crm.example, chrome-extension://abcdef/", "chrome-extension://abcdef", true)]
    [InlineData("https://crm.example", "http://crm.example", false)]
    [InlineData("https://crm.example", "https://pbx.example", true)]
    [InlineData("*", "null", true)]
    public void APageMayConnectWhenItIsOurOwnOrListed(string list, string origin, bool admitted) =>
        Assert.Equal(admitted, new WebSocketOrigins(list).Admits(origin, "pbx.example"));

    [Theory]
    [InlineData("", null)]
    [InlineData("*, https://crm.example:8443/", null)]
    [InlineData("https://crm.example/phone", "https://crm.example/phone")]
    [InlineData("https://crm.example, crm.example", "crm.example")]
    [InlineData("https://user@crm.example", "https://user@crm.example")]
    public void AnEntryThatIsNoOriginIsNamed(string list, string? wrong) => Assert.Equal(wrong, WebSocketOrigins.FirstWrong(list));
}
