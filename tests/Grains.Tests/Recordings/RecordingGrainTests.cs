using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Recordings;

public sealed class RecordingGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

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
        await BecomesAsync(id, RecordingState.Partial, 4_000);

        await blobs.WriteAsync("recordings/demo/r3/00000002", new byte[100], TestContext.Current.CancellationToken);
        await grain.Reconcile(Now.AddSeconds(90));
        await BecomesAsync(id, RecordingState.Partial, 6_000);
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

    [Fact]
    public async Task TakesOfBefore_AreThere_WhateverBecomesOfTheLast_AndTheLengthIsThePlaceOfTheLastChunk()
    {
        var (grain, id) = await Begin("r6");
        var before = await Take("r6", 0, 3).StoreAsync();

        await grain.Finish(Now.AddSeconds(60), 0, 24_000, false, "The blob store does not answer.");
        await LookedAsync(id, 3);
        Assert.Equal((RecordingState.Partial, 24_000), await StateAsync(id));
        Assert.Equal(TakeEnd.Interrupted, await before.EndAsync());

        await Take("r6", 10, 2).CloseAsync();
        await grain.Salvaged();
        Assert.Equal((RecordingState.Partial, 24_000), await StateAsync(id));
    }

    [Fact]
    public async Task WithoutItsEdge_AHoleInItDoesNotMakeItShorter()
    {
        var (grain, id) = await Begin("r7");
        await Take("r7", 0, 2).StoreAsync();
        await Take("r7", 8, 2).StoreAsync();

        await grain.Reconcile(Now.AddSeconds(60));

        await BecomesAsync(id, RecordingState.Partial, 20_000);
    }

    [Fact]
    public async Task WhatAnEdgeStoresLate_MakesItComplete_AndNothingTakesThatBack()
    {
        var (grain, id) = await Begin("r8");
        var take = await Take("r8", 0, 5, last: 8_000).StoreAsync(2);
        await grain.Finish(Now.AddSeconds(10), 2, 9_000, false, "The blob store does not answer.");
        await LookedAsync(id, 2);
        Assert.Equal((RecordingState.Partial, 9_000), await StateAsync(id));

        await take.CloseAsync();
        await grain.Salvaged();
        await GrainHouse.Deactivate(grain);
        await grain.Finish(Now.AddSeconds(10), 2, 9_000, false, "The blob store does not answer.");

        Assert.Equal((RecordingState.Complete, 9_000), await StateAsync(id));
        Assert.Equal(TakeEnd.Closed, await take.EndAsync());
    }

    [Fact]
    public async Task WhileTheStoreIsAway_ItIsWhatItsEdgeSaid_AndIsLookedAtAgain()
    {
        var (grain, id) = await Begin("r9");
        var take = await Take("r9", 0, 4).StoreAsync();
        var refused = house.Blobs.Refused;
        house.Blobs.IsAway = true;
        await grain.Finish(Now.AddSeconds(10), 1, 9_000, false, "The blob store does not answer.");
        await grain.Cast<IRemindable>().ReceiveReminder("look", default, TestContext.Current.CancellationToken);
        await Eventually.GetAsync("two looks in vain", Soon, () => Task.FromResult(house.Blobs.Refused - refused), static n => n == 2);
        house.Blobs.IsAway = false;
        Assert.Equal((RecordingState.Partial, 9_000), await StateAsync(id));
        Assert.Null(await take.EndAsync());

        await GrainHouse.Deactivate(grain);
        await grain.Cast<IRemindable>().ReceiveReminder("look", default, TestContext.Current.CancellationToken);

        await BecomesAsync(id, RecordingState.Partial, 8_000);
        Assert.Equal(TakeEnd.Interrupted, await take.EndAsync());
    }

    [Fact]
    public async Task AStoreThatSaysNothing_KeepsNobodyWhoArchives()
    {
        var (grain, id) = await Begin("r10");
        var take = Take("r10", 0, 4);
        await take.CloseAsync();
        var refused = house.Blobs.Refused;
        house.Blobs.Hangs = true;
        try
        {
            await grain.Finish(Now.AddSeconds(10), 1, 7_000, false, "The blob store does not answer.");
            await grain.Reconcile(Now.AddSeconds(10));
            await Eventually.GetAsync("two looks", Soon, () => Task.FromResult(house.Blobs.Refused - refused), static n => n == 2);
            await grain.Finish(Now.AddSeconds(10), 1, 7_000, false, "The blob store does not answer.");
            Assert.Equal((RecordingState.Partial, 7_000), await StateAsync(id));
        }
        finally
        {
            house.Blobs.Hangs = false;
        }

        await grain.Cast<IRemindable>().ReceiveReminder("look", default, TestContext.Current.CancellationToken);

        await BecomesAsync(id, RecordingState.Complete, 8_000);
    }

    private async Task<(IRecordingGrain Grain, RecordingId Id)> Begin(string name)
    {
        var id = new RecordingId(new TenantId("demo"), name);
        var grain = house.Grains.GetGrain<IRecordingGrain>(id.Key);
        await grain.Begin(new RecordingStart(
            house.NewCall(), Now, $"recordings/demo/{name}/", "", Now.AddDays(90), "1001", "1002", GrainHouse.User(1), GrainHouse.User(2)));
        return (grain, id);
    }

    private StoredTake Take(string name, int first, int count, int last = SealedTime.ChunkSamples) => new(house, $"demo/{name}", $"recordings/demo/{name}/", first, count, last);

    private async Task<(RecordingState State, long Milliseconds)> StateAsync(RecordingId id) => await Find(id) is var entry ? (entry.State, entry.DurationMilliseconds) : default;

    // The store is looked at beside what is asked of the recording.
    private Task<(RecordingState State, long Milliseconds)> BecomesAsync(RecordingId id, RecordingState state, long milliseconds) => Eventually.GetAsync($"{id} to be {state}", Soon, () => StateAsync(id), found => found == (state, milliseconds));

    // Each row of the catalogue is numbered by the chunks that were seen.
    private Task<long> LookedAsync(RecordingId id, int chunks) => Eventually.GetAsync($"{id} to be looked at", Soon, async () => (await Find(id)).LedgerNumber, number => number == 2 + chunks);

    private async Task<RecordingEntry> Find(RecordingId id) => (await house.Services.GetRequiredService<IRecordingQuery>().FindAsync("demo", id.Key))!;
}
