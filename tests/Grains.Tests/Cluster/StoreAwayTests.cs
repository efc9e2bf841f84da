using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Grains.Edges;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>The state store is away for a while, and back: nobody has lost anything by it.</summary>
public sealed class StoreAwayTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly EdgeLoad Load = new(0, 0, false);
    private static readonly string[] Slots = ["701", "702", "703", "704", "705", "706", "707", "708", "709"];

    private DateTimeOffset Now => house.Time.GetUtcNow();

    private IParkLotGrain Lot => house.Grains.GetGrain<IParkLotGrain>(IParkLotGrain.KeyOf(new TenantId("demo")));

    [Fact]
    public async Task AnEdge_KeepsItsLease_AndItsCallsAreInTheIndexAfterwards()
    {
        var edge = new EdgeInfo(new EdgeId("127.0.0.1:32101@1"), "edge-32101", "127.0.0.1", true, Now);
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(edge.Edge.Value);
        await lease.Open(edge);
        house.Storage.Away = true;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => lease.Track([house.NewCall()]));
            for (var second = 0; second < 20; second++)
            {
                Assert.True(await lease.Renew(Load), $"second {second}");
                house.Time.Advance(TimeSpan.FromSeconds(1));
            }
        }
        finally
        {
            house.Storage.Away = false;
        }

        await lease.Track([house.NewCall()]);
        Assert.True(await lease.Renew(Load));
    }

    [Fact]
    public async Task AWriteOfTheIndexThatCameInLate_RefusesNoFurtherCall()
    {
        var edge = new EdgeInfo(new EdgeId("127.0.0.1:32102@1"), "edge-32102", "127.0.0.1", true, Now);
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(edge.Edge.Value);
        await lease.Open(edge);
        house.Storage.LateFor = "lease";
        await Assert.ThrowsAnyAsync<Exception>(() => lease.Track([house.NewCall()]));

        await lease.Track([house.NewCall()]);
        Assert.True(await lease.Renew(Load));
    }

    [Fact]
    public async Task WhatCouldNotBeStored_IsStoredWhenItIsSaidAgain()
    {
        var edge = new EdgeInfo(new EdgeId("127.0.0.1:32104@1"), "edge-32104", "127.0.0.1", true, Now);
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(edge.Edge.Value);
        await lease.Open(edge);
        var call = house.NewCall();
        house.Storage.Away = true;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => lease.Track([call]));
            await Assert.ThrowsAnyAsync<Exception>(() => lease.Track([call]));
        }
        finally
        {
            house.Storage.Away = false;
        }

        await lease.Track([call]);

        Assert.Contains(call, (await Stored(lease)).Calls);
        var writes = house.Storage.Writes["lease"];
        await lease.Track([call]);
        Assert.Equal(writes, house.Storage.Writes["lease"]);
    }

    [Fact]
    public async Task ALeaseWhoseLossWasWrittenLate_TellsItsCallsAllTheSame()
    {
        var edge = new EdgeInfo(new EdgeId("127.0.0.1:32105@1"), "edge-32105", "127.0.0.1", true, Now);
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(edge.Edge.Value);
        await lease.Open(edge);
        await lease.Track([house.NewCall()]);
        house.Storage.LateFor = "lease";
        await Assert.ThrowsAnyAsync<Exception>(() => lease.Expire());

        await lease.Expire();

        Assert.False(await lease.Renew(Load));
        await Assert.ThrowsAsync<InvalidOperationException>(() => lease.Track([house.NewCall()]));
        await house.WhileTimePasses(EndedAsync(lease));
    }

    [Fact]
    public async Task WhereTheEdgesAre_IsKnown_AndOneThatCouldNotBeAnnouncedIsAnnouncedLater()
    {
        var directory = house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key);
        var edge = new EdgeInfo(new EdgeId("127.0.0.1:32103@1"), "edge-32103", "127.0.0.1", true, Now);
        house.Storage.Away = true;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => directory.Announce(edge));
            var known = await directory.List();
            Assert.Contains(known, other => other.Edge == house.A.Id);
            Assert.DoesNotContain(known, other => other.Edge == edge.Edge);
        }
        finally
        {
            house.Storage.Away = false;
        }

        await directory.Announce(edge);
        Assert.Contains(await directory.List(), other => other.Edge == edge.Edge);
        await directory.Withdraw(edge.Edge);
    }

    [Fact]
    public async Task WhoHungUpMeanwhile_HungUpThen()
    {
        var call = await Talk(1, 2, 6131);
        var hungUpAt = Now + TimeSpan.FromSeconds(7);
        house.Time.Advance(TimeSpan.FromSeconds(7));
        house.Storage.Away = true;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => HangUp(call, hungUpAt));
            house.Time.Advance(TimeSpan.FromSeconds(40));
        }
        finally
        {
            house.Storage.Away = false;
        }

        await HangUp(call, hungUpAt);
        await RecordingCloses(call);
        Assert.Equal(hungUpAt, (await house.Entry(call)).EndedAt);
    }

    [Fact]
    public async Task ALotThatCannotSave_IsToldThatTheCallHasLeft_UntilItCan_AndTheCallIsKeptForThat()
    {
        var call = await Talk(3, 4, 6132);
        await house.A.Report(house.Grains, call, new LegReferred(new LegId(2), Now, 7, "700", null, null));
        await house.A.Until(call, "close 2");
        var slot = await Eventually.GetAsync(
            "the slot", TimeSpan.FromSeconds(15), async () => (await Task.WhenAll(Slots.Select(Lot.At))) is var calls && Array.IndexOf(calls, call) is var index and >= 0 ? Slots[index] : "", static found => found.Length > 0);
        house.Storage.DownFor = "parklot";
        try
        {
            await HangUp(call, Now);
            await RecordingCloses(call);
            await house.Entry(call);
            for (var second = 0; second < 90; second++)
            {
                house.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            Assert.Equal(call, await Lot.At(slot));
        }
        finally
        {
            house.Storage.DownFor = null;
        }

        await house.WhileTimePasses(FreeAsync(slot));
        await house.WhileTimePasses(ClearedAsync(call));
    }

    private async Task<bool> EndedAsync(IEdgeLeaseGrain lease)
    {
        await Eventually.IsTrueAsync("the lease to have ended", TimeSpan.FromSeconds(15), async () => (await Stored(lease)).Edge is null);
        return true;
    }

    private async Task<EdgeLeaseState> Stored(IEdgeLeaseGrain lease)
    {
        var state = new GrainState<EdgeLeaseState>(new EdgeLeaseState());
        await house.Storage.ReadStateAsync("lease", lease.GetGrainId(), state);
        return state.State!;
    }

    private async Task<bool> FreeAsync(string slot)
    {
        await Eventually.IsTrueAsync($"slot {slot} to be free", TimeSpan.FromSeconds(15), async () => await Lot.At(slot) is null);
        return true;
    }

    private async Task<bool> ClearedAsync(CallId call)
    {
        await house.Cleared(call);
        return true;
    }

    private async Task<CallId> Talk(int agent, int other, int port)
    {
        await house.Register(other, house.A, port);
        var call = house.NewCall();
        Assert.Null((await house.Call(call).Offer(house.Offer(house.A, agent, $"100{other}"))).Refusal);
        await house.A.Until(call, "invite 2");
        await house.A.Report(house.Grains, call, new LegAnswered(new LegId(2), Now, "answer", null));
        await house.A.Until(call, "connect 1 2");
        return call;
    }

    private Task<ReportReceipt> HangUp(CallId call, DateTimeOffset at) => house.A.Report(house.Grains, call, new LegClosed(LegId.First, at, new EndCause(EndKind.Hangup)));

    private Task<ReportReceipt> RecordingCloses(CallId call) =>
        house.A.Report(house.Grains, call, new RecordingClosed(LegId.First, Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 1_000, true, null));
}
