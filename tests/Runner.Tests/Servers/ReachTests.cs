using System.Net;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Runner.Tests.Servers;

public sealed class ReachTests
{
    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("127.77.1.2", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("10.0.0.1", true, true)]
    [InlineData("172.16.0.1", true, true)]
    [InlineData("172.32.0.1", true, false)]
    [InlineData("192.168.1.1", true, true)]
    [InlineData("fd00::1", true, true)]
    [InlineData("10.0.0.1", false, false)]
    [InlineData("198.51.100.7", true, false)]
    [InlineData("2001:db8::1", true, false)]
    [InlineData("0.0.0.0", true, false)]
    public void LoadGoesToThisMachine_AndToThePrivateNetworkOfANamespace(string address, bool isInOwnNetwork, bool isAllowed) =>
        Assert.Equal(isAllowed, Reach.Refusal(IPAddress.Parse(address), isInOwnNetwork) is null);

    [Fact]
    public void WhoeverIsToldSoGoesFurther_ButNotToAName()
    {
        Assert.Null(Reach.Refusal("198.51.100.7", isTold: true));
        Assert.NotNull(Reach.Refusal("example.test", isTold: true));
    }
}
