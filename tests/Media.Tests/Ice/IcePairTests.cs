using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Tests.Ice;

/// <summary>Both agents against each other.</summary>
public class IcePairTests
{
    [Fact]
    public void OneCheckConnectsThem()
    {
        var pair = new IcePair();
        pair.Run(TimeSpan.FromMilliseconds(40));
        Assert.Equal([(TimeSpan.TicksPerHour + (20 * TimeSpan.TicksPerMillisecond), IceEffectKind.Selected, Browser.Home)], pair.LiteEffects);
        Assert.Equal([(TimeSpan.TicksPerHour + (40 * TimeSpan.TicksPerMillisecond), IceEffectKind.Selected, pair.EdgeFlow)], pair.ControllingEffects);
        Assert.Equal(Browser.Home.Remote, pair.Controlling.Mapped);
        Assert.True(pair.Controlling.IsConnected);
        Assert.Equal(RouteStatus.Routed, pair.RouteRtp(Browser.Home));
    }

    [Fact]
    public void Rfc7675_5_1_ConsentIsAskedForEvery4To6Seconds_AndKept()
    {
        var pair = new IcePair();
        pair.Run(TimeSpan.FromHours(1));
        var gaps = pair.Sent.Zip(pair.Sent.Skip(1), static (earlier, later) => later - earlier).ToArray();
        Assert.InRange(gaps.Length, 600, 900);
        Assert.All(gaps, static gap => Assert.InRange(gap, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6.1)));
        Assert.True(gaps.Distinct().Count() > 500);
        Assert.Single(pair.LiteEffects);
        Assert.Single(pair.ControllingEffects);
    }

    [Fact]
    public void TheyConnectThroughLossUnlessAllSevenChecksAreLost()
    {
        var failed = 0;
        for (var seed = 1; seed <= 200; seed++)
        {
            var pair = new IcePair(seed, loss: 0.3);
            pair.Run(TimeSpan.FromSeconds(40));
            if (pair.ControllingEffects[0].Kind == IceEffectKind.Selected)
            {
                Assert.Equal((IceEffectKind.Selected, Browser.Home), (pair.LiteEffects[0].Kind, pair.LiteEffects[0].Flow));
                continue;
            }

            // RFC 8489 §6.2.1: seven requests, then it is over.
            failed++;
            Assert.True(pair.Sent.Count == 7 && pair.ControllingEffects[0].Kind == IceEffectKind.Failed, $"seed {seed}: {pair.Sent.Count} sent");
        }

        // 0.51 to the power of 7 is one in a hundred.
        Assert.InRange(failed, 0, 6);
    }

    [Fact]
    public void ConsentSurvivesAnHourOfFivePercentLoss()
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            var pair = new IcePair(seed, loss: 0.05);
            pair.Run(TimeSpan.FromHours(1));
            Assert.True(pair.Controlling.IsConnected, $"seed {seed}");
            Assert.True(pair.ControllingEffects.Count == 1 && pair.LiteEffects.Count == 1, $"seed {seed}: {pair.LiteEffects.Count} and {pair.ControllingEffects.Count} effects");
        }
    }

    [Fact]
    public void WhenTheNetworkDiesBothLoseConsentWithin30Seconds()
    {
        var pair = new IcePair();
        pair.Run(TimeSpan.FromSeconds(60));
        var dead = pair.Now;
        pair.Loss = 1;
        pair.Run(TimeSpan.FromSeconds(60));
        Assert.Equal(IceEffectKind.ConsentLost, pair.LiteEffects[^1].Kind);
        Assert.InRange(pair.LiteEffects[^1].At - dead, 24 * TimeSpan.TicksPerSecond, 30 * TimeSpan.TicksPerSecond);
        Assert.Equal(IceEffectKind.ConsentLost, pair.ControllingEffects[^1].Kind);
        Assert.InRange(pair.ControllingEffects[^1].At - dead, 23 * TimeSpan.TicksPerSecond, 30 * TimeSpan.TicksPerSecond);
        Assert.False(pair.Controlling.IsConnected);
        Assert.Equal(long.MaxValue, pair.Controlling.Deadline);
    }

    [Fact]
    public void AChangedNetworkIsFollowedInMidCall()
    {
        var pair = new IcePair();
        pair.Run(TimeSpan.FromSeconds(60));
        pair.ClientFlow = Browser.Cellular;
        pair.Do(() => pair.Controlling.CheckNow(pair.Now));
        pair.Run(TimeSpan.FromMilliseconds(40));
        Assert.Equal((IceEffectKind.Selected, Browser.Cellular), (pair.LiteEffects[^1].Kind, pair.LiteEffects[^1].Flow));
        Assert.Equal(Browser.Cellular.Remote, pair.Controlling.Mapped);
        pair.Run(TimeSpan.FromMinutes(10));
        Assert.Equal(2, pair.LiteEffects.Count);
        Assert.Single(pair.ControllingEffects);
        Assert.Equal(RouteStatus.Routed, pair.RouteRtp(Browser.Cellular));
    }

    [Fact]
    public void ANatThatRebindsIsFollowedByTheNextConsentCheck()
    {
        var pair = new IcePair();
        pair.Run(TimeSpan.FromSeconds(60));
        pair.ClientFlow = Browser.At("192.0.2.10", 50001);
        pair.Run(TimeSpan.FromSeconds(7));
        Assert.Equal(pair.ClientFlow, pair.Lite.Selected);
    }

    [Fact]
    public void ARestartKeepsTheCallAndThrowsTheOldCredentialsAway()
    {
        var pair = new IcePair();
        pair.Run(TimeSpan.FromSeconds(60));
        pair.RestartBoth(50);
        pair.Run(TimeSpan.FromMinutes(2));
        Assert.Equal([IceEffectKind.Selected, IceEffectKind.UfragRetired], pair.LiteEffects.Select(static effect => effect.Kind));
        Assert.Single(pair.ControllingEffects);
        Assert.True(pair.Controlling.IsConnected);
        Assert.Equal(Browser.Home, pair.Lite.Selected);
    }

    [Fact]
    public void OverTcpThereIsOneCheckAndTheSameConsent()
    {
        var tcp = Browser.At("203.0.113.1", 20000) with { Connection = 1 };
        var pair = new IcePair(edge: tcp, client: Browser.Home with { Connection = 1 });
        pair.Run(TimeSpan.FromMinutes(5));
        Assert.True(pair.Controlling.IsConnected);
        Assert.Single(pair.LiteEffects);
    }
}
