using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Tests.Recordings;

public sealed class RecordingGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private DateTimeOffset Now => house.Time.GetUtcNow();

    [Fact]
    public async Task TheCatalogueKnowsIt_FromBeginningToEnd()
    {
        var (grain, id) = await Begin("r1");
        var begun = await Find(id);
        Assert.Equal((RecordingState.Recording, "recordings/demo/r1/"), (begun.State, begun.BlobPrefix));
        Assert.Equal("keys", begun.KeyId);
        Assert.Equal([GrainHouse.User(1).Key, GrainHouse.User(2).Key], begun.Participants);

        await grain.Finish(Now.AddSeconds(10), 5, 9_400, true, null);
        await grain.Finish(Now.AddSeconds(10), 5, 9_400, true, null);

        Assert.Equal((RecordingState.Complete, 9_400), await Find(id) is var ended ? (ended.State, ended.DurationMilliseconds) : default);
    }

    [Theory]
    [InlineData(3, RecordingState.Partial)]
    [InlineData(0, RecordingState.Lost)]
    public async Task WhatIsMissing_IsSaid(int chunks, RecordingState state)
    {
        var (grain, id) = await Begin($"r2-{chunks}");

        await grain.Finish(Now.AddSeconds(10), chunks, chunks * 2000, false, "disk full");

        Assert.Equal(state, (await Find(id)).State);
    }

    [Fact]
    public async Task WithoutItsEdge_ItIsWhatTheBlobStoreHas_AndMayGrow()
    {
        var (grain, id) = await Begin("r3");
        var blobs = house.Services.GetRequiredService<IBlobStore>();
        await blobs.WriteAsync("recordings/demo/r3/00000000", new byte[100], TestContext.Current.CancellationToken);
        await blobs.WriteAsync("recordings/demo/r3/00000001", new byte[100], TestContext.Current.CancellationToken);

        await grain.Reconcile(Now.AddSeconds(60));
        Assert.Equal((RecordingState.Partial, 4_000), await Find(id) is var first ? (first.State, first.DurationMilliseconds) : default);

        await blobs.WriteAsync("recordings/demo/r3/00000002", new byte[100], TestContext.Current.CancellationToken);
        await grain.Reconcile(Now.AddSeconds(90));
        Assert.Equal(6_000, (await Find(id)).DurationMilliseconds);
    }

    [Fact]
    public async Task NothingInTheBlobStore_IsLost()
    {
        var (grain, id) = await Begin("r4");

        await grain.Reconcile(Now.AddSeconds(60));

        Assert.Equal(RecordingState.Lost, (await Find(id)).State);
    }

    [Fact]
    public async Task ACompleteRecording_StaysComplete()
    {
        var (grain, id) = await Begin("r5");
        await grain.Finish(Now.AddSeconds(10), 5, 9_400, true, null);

        await grain.Reconcile(Now.AddSeconds(60));

        Assert.Equal(RecordingState.Complete, (await Find(id)).State);
    }

    private async Task<(IRecordingGrain Grain, RecordingId Id)> Begin(string name)
    {
        var id = new RecordingId(new TenantId("demo"), name);
        var grain = house.Grains.GetGrain<IRecordingGrain>(id.Key);
        await grain.Begin(new RecordingStart(
            house.NewCall(), Now, $"recordings/demo/{name}/", "", Now.AddDays(90), "1001", "1002", GrainHouse.User(1), GrainHouse.User(2)));
        return (grain, id);
    }

    private async Task<RecordingEntry> Find(RecordingId id) => (await house.Services.GetRequiredService<IRecordingQuery>().FindAsync("demo", id.Key))!;
}
