using RtcCluster.Media.Ice;
using RtcCluster.Media.Stun;

namespace RtcCluster.Media.Tests.Ice;

public class UfragTableTests
{
    private static readonly ShardSlot First = new(3);
    private static readonly ShardSlot Second = new(4);
    private static readonly byte[] Rtp = [0x80, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
    private static readonly byte[] Rtcp = [0x80, 200, 0, 1, 0, 0, 0, 1];
    private static readonly byte[] Dtls = [22, 254, 253, 0];

    private readonly Browser _browser = new();
    private readonly UfragTable _table = new(UfragTableOptions.Default);

    [Fact]
    public void ACheckGoesToTheLegThatItAddresses_WhereverItComesFrom()
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        Assert.True(_table.Add(Second, Browser.Credentials(2)));
        var route = _table.Route(_browser.Check(Browser.Credentials(2)), Browser.Cellular, out var message);
        Assert.Equal(new UfragRoute(RouteStatus.Routed, PacketKind.Stun, Second), route);
        Assert.Equal("brow", System.Text.Encoding.ASCII.GetString(message.Username[9..]));
    }

    [Fact]
    public void OtherPacketsGoToTheLegWhosePeerWasProvenToBeThere()
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        Assert.Equal(RouteStatus.UnknownSource, Route(Rtp, Browser.Home).Status);
        _table.Remember(First, Browser.Home);
        Assert.Equal(new UfragRoute(RouteStatus.Routed, PacketKind.Rtp, First), Route(Rtp, Browser.Home));
        Assert.Equal(new UfragRoute(RouteStatus.Routed, PacketKind.Rtcp, First), Route(Rtcp, Browser.Home));
        Assert.Equal(new UfragRoute(RouteStatus.Routed, PacketKind.Dtls, First), Route(Dtls, Browser.Home));
        Assert.Equal(new UfragRoute(RouteStatus.UnknownSource, PacketKind.Rtp, ShardSlot.None), Route(Rtp, Browser.Home with { Connection = 1 }));
        Assert.Equal(RouteStatus.UnknownSource, Route(Dtls, Browser.At("192.0.2.10", 50001)).Status);
        Assert.Equal(2 + 1, _table.Count(RouteStatus.UnknownSource));
        Assert.Equal(3, _table.Count(RouteStatus.Routed));
    }

    [Fact]
    public void WhatIsNobodysIsDroppedWithAReason()
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        _table.Remember(First, Browser.Home);
        Assert.Equal(RouteStatus.UnknownKind, Route([], Browser.Home).Status);
        Assert.Equal(RouteStatus.UnknownKind, Route([64, 0, 0, 0], Browser.Home).Status);
        Assert.Equal(RouteStatus.UnknownKind, Route([255], Browser.Home).Status);
        Assert.Equal(RouteStatus.UnknownUfrag, Route(_browser.Check(Browser.Credentials(2)), Browser.Home).Status);
        Assert.Equal(RouteStatus.UnknownUfrag, Route(_browser.Incomplete(Browser.Credentials(1), username: false), Browser.Home).Status);
        Assert.Equal(RouteStatus.UnknownUfrag, Route(Stun.Rfc5769.Request, Browser.Home).Status);
        var broken = _browser.Check(Browser.Credentials(1)).ToArray();
        broken[^1] ^= 1;
        Assert.Equal(new UfragRoute(RouteStatus.MalformedStun, PacketKind.Stun, ShardSlot.None, StunStatus.BadFingerprint), Route(broken, Browser.Home));
        Assert.Equal((3L, 3L, 1L), (_table.Count(RouteStatus.UnknownKind), _table.Count(RouteStatus.UnknownUfrag), _table.Count(RouteStatus.MalformedStun)));
    }

    [Theory]
    [InlineData(StunClass.Success)]
    [InlineData(StunClass.Error)]
    [InlineData(StunClass.Indication)]
    public void ResponsesAndIndicationsGoByTheirSource(StunClass kind)
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        Assert.Equal(RouteStatus.UnknownSource, Route(_browser.Incomplete(Browser.Credentials(1), kind: kind), Browser.Home).Status);
        _table.Remember(First, Browser.Home);
        Assert.Equal(First, Route(_browser.Incomplete(Browser.Credentials(1), kind: kind), Browser.Home).Slot);
    }

    [Fact]
    public void RemovingALegRemovesAllOfIt()
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        Assert.True(_table.Add(First, Browser.Credentials(2)));
        _table.Remember(First, Browser.Home);
        _table.Remember(First, Browser.Cellular);
        _table.Remove(First);
        Assert.Equal((0, 0), (_table.Legs, _table.Flows));
        Assert.Equal(RouteStatus.UnknownUfrag, Route(_browser.Check(Browser.Credentials(1)), Browser.Home).Status);
        Assert.Equal(RouteStatus.UnknownUfrag, Route(_browser.Check(Browser.Credentials(2)), Browser.Home).Status);
        Assert.Equal(RouteStatus.UnknownSource, Route(Rtp, Browser.Home).Status);
        _table.Remember(First, Browser.Home);
        Assert.Equal(RouteStatus.UnknownSource, Route(Rtp, Browser.Home).Status);
        Assert.True(_table.Add(Second, Browser.Credentials(1)));
    }

    [Fact]
    public void TheNinthPlaceCostsTheOneUnheardOfForLongest_ButNotTheSelectedOne()
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        for (ushort port = 1; port <= 8; port++)
        {
            _table.Remember(First, Browser.At("192.0.2.10", port));
        }

        _table.Select(First, Browser.At("192.0.2.10", 1));
        _table.Remember(First, Browser.At("192.0.2.10", 2));
        _table.Remember(First, Browser.At("192.0.2.10", 9));
        _table.Remember(First, Browser.At("192.0.2.10", 10));
        Assert.Equal(8, _table.Flows);
        var known = Enumerable.Range(1, 10).Where(port => Route(Rtp, Browser.At("192.0.2.10", (ushort)port)).Status == RouteStatus.Routed);
        Assert.Equal([1, 2, 5, 6, 7, 8, 9, 10], known);
    }

    [Fact]
    public void APlaceThatAnotherLegProvesChangesHands()
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        Assert.True(_table.Add(Second, Browser.Credentials(2)));
        _table.Remember(First, Browser.Home);
        _table.Remember(Second, Browser.Home);
        Assert.Equal(Second, Route(Rtp, Browser.Home).Slot);
        _table.Remove(First);
        Assert.Equal(Second, Route(Rtp, Browser.Home).Slot);
    }

    [Fact]
    public void ARetiredFragmentAndAnEndedConnectionReachNobody()
    {
        var tcp = Browser.Home with { Connection = 9 };
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        Assert.True(_table.Add(First, Browser.Credentials(2)));
        _table.Remember(First, tcp);
        _table.Retire(First, Browser.Credentials(1).Ufrag);
        _table.Retire(Second, Browser.Credentials(2).Ufrag);
        _table.Forget(tcp);
        Assert.Equal(RouteStatus.UnknownUfrag, Route(_browser.Check(Browser.Credentials(1)), Browser.Home).Status);
        Assert.Equal(First, Route(_browser.Check(Browser.Credentials(2)), Browser.Home).Slot);
        Assert.Equal(RouteStatus.UnknownSource, Route(Rtp, tcp).Status);
    }

    [Fact]
    public void TheTableIsBounded()
    {
        var table = new UfragTable(new UfragTableOptions { MaxLegs = 2 });
        Assert.True(table.Add(First, Browser.Credentials(1)));
        Assert.False(table.Add(Second, Browser.Credentials(1)));
        Assert.Equal(1, table.Legs);
        Assert.True(table.Add(Second, Browser.Credentials(2)));
        Assert.False(table.Add(new ShardSlot(7), Browser.Credentials(3)));
        Assert.True(table.Add(First, Browser.Credentials(4)));
        Assert.True(table.Add(First, Browser.Credentials(5)));
        Assert.True(table.Add(First, Browser.Credentials(6)));
        Assert.False(table.Add(First, Browser.Credentials(7)));
        Assert.True(IceCredentials.TryMake("short", new string('p', 22), out var foreign));
        Assert.False(table.Add(Second, foreign!));
    }

    [Fact]
    public void RoutingAllocatesNothing()
    {
        Assert.True(_table.Add(First, Browser.Credentials(1)));
        _table.Remember(First, Browser.Home);
        var check = _browser.Check(Browser.Credentials(1)).ToArray();
        var home = Browser.Home;
        Pump();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pump();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pump()
        {
            for (var i = 0; i < 1000; i++)
            {
                var stun = _table.Route(check, home, out _);
                _table.Remember(stun.Slot, home);
                if (_table.Route(Rtp, home, out _).Slot != stun.Slot)
                {
                    throw new InvalidOperationException("not routed");
                }
            }
        }
    }

    private UfragRoute Route(ReadOnlySpan<byte> packet, in IceFlow source) => _table.Route(packet, source, out _);
}
