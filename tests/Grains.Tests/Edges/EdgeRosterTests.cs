using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Edges;

/// <summary>What a silo knows of the edges, and from when.</summary>
public sealed class EdgeRosterTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    [Fact]
    public async Task IsToldOfEachChange_BeforeTheOneWhoMadeItIs()
    {
        var roster = house.Services.GetRequiredService<EdgeRoster>();
        var directory = house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key);
        var other = new FakeEdge(new EdgeId("127.0.0.1:21190@2000000000"), "edge-roster");

        await directory.Announce(other.Info);
        Assert.Contains(await roster.List(), edge => edge.Edge == other.Id);

        await directory.Withdraw(other.Id);
        Assert.DoesNotContain(await roster.List(), edge => edge.Edge == other.Id);
    }

    [Fact]
    public async Task LooksForAnEdgeThatIsNewHere_AtOnce()
    {
        var roster = new EdgeRoster(house.Grains, house.Time);
        var known = await roster.List();
        roster.Told([.. known.Where(edge => edge.Edge != house.B.Id)]);

        Assert.DoesNotContain(await roster.List(), edge => edge.Edge == house.B.Id);
        Assert.Contains(await roster.List(house.B.Id), edge => edge.Edge == house.B.Id);
        Assert.Contains(await roster.List(), edge => edge.Edge == house.B.Id);
    }

    [Fact]
    public async Task WhatItKnows_IsGoodForAWhile_AndReadAnewBehindIt()
    {
        var roster = new EdgeRoster(house.Grains, house.Time);
        roster.Told([]);
        Assert.Empty(await roster.List());

        house.Time.Advance(TimeSpan.FromSeconds(2));

        // Nobody waits for the directory.
        var asked = roster.List();
        Assert.True(asked.IsCompletedSuccessfully);
        await Eventually.GetAsync<ImmutableArray<EdgeInfo>>("the edges read anew", TimeSpan.FromSeconds(10), async () => await roster.List(), edges => edges.Length > 0);
    }
}
