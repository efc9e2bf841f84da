using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Ice;

public class IceConsentTests
{
    [Fact]
    public void Rfc7675_5_1_WithoutACheckFor30SecondsConsentIsLost_Once()
    {
        var bench = LiteBench.Connected();
        Assert.Equal(bench.Now + (30 * TimeSpan.TicksPerSecond), bench.Agent.Deadline);
        bench.Pass(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        bench.Agent.Tick(bench.Now);
        Assert.Empty(bench.Effects());
        bench.Pass(TimeSpan.FromTicks(1));
        bench.Agent.Tick(bench.Now);
        Assert.Equal([(IceEffectKind.ConsentLost, Browser.Home)], bench.Effects());
        Assert.True(bench.Agent.Selected.IsNone);
        Assert.Equal(MediaClock.Never, bench.Agent.Deadline);
        bench.Pass(TimeSpan.FromHours(1));
        bench.Agent.Tick(bench.Now);
        Assert.Empty(bench.Effects());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EachCheckOnTheSelectedPairIsConsent_NominatingOrNot(bool nominate)
    {
        var bench = LiteBench.Connected();
        for (var i = 0; i < 100; i++)
        {
            bench.Pass(TimeSpan.FromSeconds(29));
            bench.Agent.Tick(bench.Now);
            Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Browser.Edge, nominate), Browser.Home));
        }

        Assert.Empty(bench.Effects());
    }

    [Fact]
    public void NeitherAForgedCheckNorOneFromElsewhereIsConsent()
    {
        var bench = LiteBench.Connected();
        var deadline = bench.Agent.Deadline;
        bench.Pass(TimeSpan.FromSeconds(20));
        bench.Receive(bench.Browser.Check(Browser.Edge, password: "guess"), Browser.Home);
        bench.Receive(bench.Browser.Check(Browser.Edge, nominate: false), Browser.Cellular);
        bench.Receive(bench.Browser.ControlledCheck(Browser.Edge), Browser.Home);
        Assert.Equal(deadline, bench.Agent.Deadline);
    }

    [Fact]
    public void WhoWasLostComesBackByANomination()
    {
        var bench = LiteBench.Connected();
        bench.Pass(TimeSpan.FromSeconds(30));
        bench.Agent.Tick(bench.Now);
        bench.Effects();
        bench.Receive(bench.Browser.Check(Browser.Edge, nominate: false), Browser.Home);
        Assert.Empty(bench.Effects());
        bench.Receive(bench.Browser.Check(Browser.Edge, priority: 1), Browser.Home);
        Assert.Equal([(IceEffectKind.Selected, Browser.Home)], bench.Effects());
        Assert.Equal(bench.Now + (30 * TimeSpan.TicksPerSecond), bench.Agent.Deadline);
    }

    [Fact]
    public void BeforeTheFirstNominationThereIsNothingToLose()
    {
        var bench = new LiteBench();
        bench.Receive(bench.Browser.Check(Browser.Edge, nominate: false), Browser.Home);
        Assert.Equal(MediaClock.Never, bench.Agent.Deadline);
        bench.Pass(TimeSpan.FromHours(1));
        bench.Agent.Tick(bench.Now);
        Assert.Empty(bench.Effects());
    }
}
