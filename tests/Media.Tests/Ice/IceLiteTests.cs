using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Ice;

public class IceLiteTests
{
    [Theory]
    [InlineData("192.0.2.10", StunIntegrity.Sha1)]
    [InlineData("192.0.2.10", StunIntegrity.Sha256)]
    [InlineData("2001:db8::77", StunIntegrity.Sha1)]
    [InlineData("2001:db8::77", StunIntegrity.Sha256)]
    public void Rfc8445_7_3_ACheckIsAnsweredWithWhereItCameFrom(string address, StunIntegrity integrity)
    {
        var bench = new LiteBench();
        var source = Browser.At(address, 50000);
        var check = bench.Browser.Check(Browser.Edge, integrity: integrity);
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(check, out var request));
        Assert.Equal(IceStatus.Accepted, bench.Receive(check, source));
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(bench.Answer, out var answer));
        Assert.Equal((StunClass.Success, source.Remote, integrity), (answer.Class, answer.XorMappedAddress, answer.Integrity));
        Assert.Equal(request.TransactionId, answer.TransactionId);
        Assert.True(answer.Verify(Browser.Edge.Key));
        Assert.True(answer.HasFingerprint);
    }

    [Fact]
    public void Rfc8445_8_2_APairIsSelectedWhenItIsNominated_NotBefore()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Browser.Edge, nominate: false), Browser.Home));
        Assert.Empty(bench.Effects());
        Assert.True(bench.Agent.Selected.IsNone);
        bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home);
        Assert.Equal([(IceEffectKind.Selected, Browser.Home)], bench.Effects());
        Assert.Equal(Browser.Home, bench.Agent.Selected);
        bench.Receive(bench.Browser.Check(Browser.Edge), Browser.Home);
        Assert.Empty(bench.Effects());
    }

    [Fact]
    public void ABrowserThatChangesItsNetworkInMidCallIsFollowed_EvenToAWorsePath()
    {
        var bench = LiteBench.Connected();
        bench.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(IceStatus.Accepted, bench.Receive(bench.Browser.Check(Browser.Edge, nominate: false, priority: 1), Browser.Cellular));
        Assert.Empty(bench.Effects());
        bench.Receive(bench.Browser.Check(Browser.Edge, priority: 1), Browser.Cellular);
        Assert.Equal([(IceEffectKind.Selected, Browser.Cellular)], bench.Effects());
    }

    [Fact]
    public void Rfc8445_8_1_1_APeerThatNominatesEveryPairMeansTheBest()
    {
        var bench = new LiteBench();
        bench.Receive(bench.Browser.Check(Browser.Edge, priority: 200), Browser.Home);
        bench.Pass(TimeSpan.FromMilliseconds(50));
        bench.Receive(bench.Browser.Check(Browser.Edge, priority: 100), Browser.Cellular);
        Assert.Equal([(IceEffectKind.Selected, Browser.Home)], bench.Effects());
        bench.Pass(TimeSpan.FromMilliseconds(50));
        bench.Receive(bench.Browser.Check(Browser.Edge, priority: 300), Browser.Cellular);
        Assert.Equal([(IceEffectKind.Selected, Browser.Cellular)], bench.Effects());
    }

    [Fact]
    public void AWorsePathIsTakenOnceTheNominationBeforeIsNotFreshAnyMore()
    {
        var bench = LiteBench.Connected();
        bench.Pass(TimeSpan.FromMilliseconds(499));
        bench.Receive(bench.Browser.Check(Browser.Edge, priority: 1), Browser.Cellular);
        Assert.Empty(bench.Effects());
        bench.Pass(TimeSpan.FromMilliseconds(1));
        bench.Receive(bench.Browser.Check(Browser.Edge, priority: 1), Browser.Cellular);
        Assert.Equal([(IceEffectKind.Selected, Browser.Cellular)], bench.Effects());
    }

    [Fact]
    public void Rfc8445_7_3_1_1_AControlledPeerIsTold487_AndSelectsNothing()
    {
        var bench = new LiteBench();
        Assert.Equal(IceStatus.RoleConflict, bench.Receive(bench.Browser.ControlledCheck(Browser.Edge), Browser.Home));
        Assert.Equal(487, bench.ErrorCode());
        Assert.Equal(StunStatus.Ok, StunReader.TryRead(bench.Answer, out var answer));
        Assert.True(answer.Verify(Browser.Edge.Key));
        Assert.Empty(bench.Effects());
    }

    [Fact]
    public void TheSameAddressOverUdpAndOverTcpAreTwoPlaces()
    {
        var bench = LiteBench.Connected();
        bench.Pass(TimeSpan.FromSeconds(1));
        var tcp = Browser.Home with { Connection = 5 };
        bench.Receive(bench.Browser.Check(Browser.Edge), tcp);
        Assert.Equal([(IceEffectKind.Selected, tcp)], bench.Effects());
        bench.Agent.Close(Browser.Home, bench.Now);
        Assert.Empty(bench.Effects());
        bench.Agent.Close(tcp, bench.Now);
        Assert.Equal([(IceEffectKind.ConsentLost, tcp)], bench.Effects());
        Assert.True(bench.Agent.Selected.IsNone);
    }

    [Fact]
    public void TheHotPathAllocatesNothing()
    {
        var bench = LiteBench.Connected();
        var check = bench.Browser.Check(Browser.Edge).ToArray();
        var agent = bench.Agent;
        var answer = new byte[StunBinding.MaxAnswer];
        var home = Browser.Home;
        var now = bench.Now;
        Pump(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pump(int checks)
        {
            for (var i = 0; i < checks; i++)
            {
                now += TimeSpan.TicksPerSecond;
                if (!agent.Receive(check, home, answer, now).ProvesSource)
                {
                    throw new InvalidOperationException("not accepted");
                }
            }
        }
    }
}
