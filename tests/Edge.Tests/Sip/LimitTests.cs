using System.Net;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Sip;
using Xunit;

namespace RtcCluster.Edge.Tests.Sip;

public sealed class LimitTests
{
    private static readonly IPAddress Source = IPAddress.Parse("127.0.0.71");
    private static readonly IPAddress Other = IPAddress.Parse("127.0.0.72");

    [Fact]
    public void ASourceHasItsShareOfASecond_AndGetsItAnew()
    {
        var rate = new SourceRate(10);

        Assert.Equal(10, Enumerable.Range(0, 30).Count(_ => rate.Admit(Source, 0)));
        Assert.True(rate.Admit(Other, 0));
        Assert.Equal(5, Enumerable.Range(0, 30).Count(_ => rate.Admit(Source, TimeSpan.TicksPerSecond / 2)));
        Assert.True(Enumerable.Range(0, 1_000).All(_ => new SourceRate(0).Admit(Source, 0)));
    }

    [Fact]
    public void FailuresLockThePairOfSourceAndAccount_UntilTheyAreForgotten()
    {
        var guard = new LoginGuard(new SipOptions { MaxFailedLogins = 2 });
        guard.Failed(Source, "1001", exists: true, 0);
        guard.Failed(Source, "1001", exists: true, 0);

        Assert.False(guard.Admits(Source, "1001", 0));
        Assert.True(guard.Admits(Source, "1002", 0));
        Assert.True(guard.Admits(Other, "1001", 0));
        Assert.True(guard.Admits(Source, "1001", TimeSpan.FromMinutes(5).Ticks));
    }

    [Fact]
    public void ASuccessBeginsAnew()
    {
        var guard = new LoginGuard(new SipOptions { MaxFailedLogins = 2 });
        guard.Failed(Source, "1001", exists: true, 0);
        guard.Succeeded(Source, "1001");
        guard.Failed(Source, "1001", exists: true, 0);

        Assert.True(guard.Admits(Source, "1001", 0));
    }

    [Fact]
    public void ManyUnknownAccountsLockTheWholeSource_TheSameOneOftenDoesNot()
    {
        var guard = new LoginGuard(new SipOptions { MaxUnknownAccounts = 3 });
        for (var i = 0; i < 10; i++)
        {
            guard.Failed(Other, "nobody", exists: false, 0);
            guard.Failed(Source, $"nobody{i}", exists: false, 0);
        }

        Assert.False(guard.Admits(Source, "1001", 0));
        Assert.True(guard.Admits(Other, "1001", 0));
    }
}
