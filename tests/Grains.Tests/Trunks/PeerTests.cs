using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Grains.Trunks;
using RtcCluster.Storage.Directory;
using Peer = RtcCluster.Contracts.Trunks.TrunkPeer;
using StoredPeer = RtcCluster.Storage.Directory.TrunkPeer;

namespace RtcCluster.Grains.Tests.Trunks;

public sealed class PeerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rfc2782_LowerPriorityFirst_WeightDecidesWithin()
    {
        Peer[] peers = [Make("backup", 20, 100), Make("big", 10, 75), Make("small", 10, 25)];
        var dice = new SeededDice(1);
        var first = Enumerable.Range(0, 10_000).Select(_ => PeerOrder.Of(peers, dice)).ToList();

        Assert.All(first, order => Assert.Equal("backup", order[2].Name));
        // Three quarters of 10,000, give or take five standard deviations; seed 1.
        Assert.InRange(first.Count(order => order[0].Name == "big"), 7_280, 7_720);
    }

    [Fact]
    public void Rfc2782_WeightZero_IsChosenSeldom_AndNeverForgotten()
    {
        Peer[] peers = [Make("zero", 10, 0), Make("one", 10, 100)];
        var dice = new SeededDice(2);
        var orders = Enumerable.Range(0, 2_000).Select(_ => PeerOrder.Of(peers, dice)).ToList();

        Assert.All(orders, order => Assert.Equal(2, order.Count));
        Assert.InRange(orders.Count(order => order[0].Name == "zero"), 1, 60);
    }

    [Fact]
    public void TwoMisses_MakeAPeerUnhealthy_OneAnswerHealthy()
    {
        var health = new PeerHealth();
        Peer[] peers = [Make("p", 10, 1)];
        Assert.True(health.IsHealthy("p"));

        health.Probing(peers, Now);
        health.Probing(peers, Now);
        Assert.True(health.IsHealthy("p"));
        health.Probing(peers, Now);
        Assert.False(health.IsHealthy("p"));

        health.Answered("p", 200, 12.5);
        Assert.True(health.IsHealthy("p"));
        Assert.Equal(new PeerStatus("p", true, Now, 200, 12.5), Assert.Single(health.Status(peers)));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, true)]
    [InlineData(405, true)]
    [InlineData(0, false)]
    [InlineData(408, false)]
    [InlineData(503, false)]
    public void WhatCountsAsAlive(int code, bool alive)
    {
        var health = new PeerHealth();
        for (var round = 0; round < 2; round++)
        {
            health.Probing([Make("p", 10, 1)], Now);
            health.Answered("p", code, 1);
        }

        Assert.Equal(alive, health.IsHealthy("p"));
    }

    [Theory]
    [InlineData("+576011234567", "0576011234567")]
    [InlineData("+573001234567", "3001234567")]
    [InlineData("+442071838750", "+442071838750")]
    public void WritesTheNumberAsTheCarrierWantsIt(string number, string written)
    {
        var trunk = new Trunk { TenantId = "demo", Name = "c", NumberRules = [new("+57*", 1, "0"), new("+573*", 3)] };

        Assert.Equal(written, TrunkMachine.Write(trunk, number));
    }

    [Fact]
    public void NamesTheTransportAndBracketsTheAddress()
    {
        var trunk = new Trunk { TenantId = "demo", Name = "c", Peers = [new StoredPeer("::1", 5061, TrunkTransport.Tls)] };

        var target = Assert.Single(TrunkMachine.Targets(new TrunkId(new TenantId("demo"), "c"), trunk, "+571", TrunkMachine.Peers(trunk), new EdgeId("e")));

        Assert.Equal(("sip:+571@[::1]:5061;transport=tls", "tls"), (target.Uri, target.Transport));
    }

    [Theory]
    [InlineData("", "1001")]
    [InlineData("+576015550100", "+576015550100")]
    public void ShowsTheTrunksNumber_WhenItHasOne(string callerId, string shown) =>
        Assert.Equal(shown, TrunkMachine.From(new Trunk { TenantId = "demo", Name = "c", CallerId = callerId }, new Party("1001")).Number);

    private static Peer Make(string name, int priority, int weight) => new(name, "127.0.0.1", 5060, "udp", priority, weight);
}
