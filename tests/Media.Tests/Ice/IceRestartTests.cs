using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Tests.Ice;

public class IceRestartTests
{
    private static readonly IceCredentials Second = Browser.Credentials(2);
    private static readonly IceCredentials Third = Browser.Credentials(3);

    [Fact]
    public void Rfc8445_9_TheOldPairIsGoodUntilTheNewSessionNominates()
    {
        var bench = LiteBench.Connected();
        bench.Agent.Restart(Second, bench.Now);
        Assert.Equal((Second, Browser.Home), (bench.Agent.Local, bench.Agent.Selected));
        bench.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home));
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Second, nominate: false), Browser.Cellular));
        bench.Pass(TimeSpan.FromSeconds(20));
        bench.Agent.Tick(bench.Now);
        Assert.Empty(bench.Effects());

        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Second, priority: 1), Browser.Cellular));
        Assert.True(bench.Agent.TryTake(out var retired));
        Assert.Equal((IceEffectKind.UfragRetired, Browser.Edge.Ufrag), (retired.Kind, retired.Ufrag));
        Assert.Equal([(IceEffectKind.Selected, Browser.Cellular)], bench.Effects());
        Assert.Equal(IceStatus.UnknownUsername, bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home));
        Assert.Equal(Browser.Cellular, bench.Agent.Selected);
    }

    [Fact]
    public void ANewNominationWinsAtOnce_WhateverItsPriority()
    {
        var bench = LiteBench.Connected();
        bench.Agent.Restart(Second, bench.Now);
        bench.Receive(bench.Browser.Check(Second, priority: 1), Browser.Cellular);
        Assert.Equal(Browser.Cellular, bench.Agent.Selected);
    }

    [Fact]
    public void TheSamePlaceUnderNewCredentialsIsNotSelectedAgain()
    {
        var bench = LiteBench.Connected();
        bench.Agent.Restart(Second, bench.Now);
        bench.Receive(bench.Browser.Check(Second), Browser.Home);
        Assert.Equal([(IceEffectKind.UfragRetired, default(IceFlow))], bench.Effects());
    }

    [Fact]
    public void ASecondRestartBeforeTheFirstOneIsUsedTakesItsPlace()
    {
        var bench = LiteBench.Connected();
        bench.Agent.Restart(Second, bench.Now);
        bench.Agent.Restart(Third, bench.Now);
        Assert.True(bench.Agent.TryTake(out var retired));
        Assert.Equal((IceEffectKind.UfragRetired, Second.Ufrag), (retired.Kind, retired.Ufrag));
        Assert.Equal(IceStatus.UnknownUsername, bench.Receive(bench.Browser.Check(Second), Browser.Home));
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home));
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Third), Browser.Home));
        Assert.Equal(IceStatus.UnknownUsername, bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home));
    }

    [Fact]
    public void ThePasswordOfOneSessionIsNoGoodForTheOther()
    {
        var bench = LiteBench.Connected();
        bench.Agent.Restart(Second, bench.Now);
        Assert.Equal(IceStatus.BadIntegrity, bench.Receive(bench.Browser.Check(Second, password: Browser.Edge.Password), Browser.Home));
        Assert.Equal(IceStatus.BadIntegrity, bench.Receive(bench.Browser.Check(Browser.Edge, password: Second.Password), Browser.Home));
    }
}
