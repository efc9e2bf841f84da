using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Tests.Recordings;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Voicemail messages whose sound comes into the store after their call has ended, or not at all.</summary>
public sealed class LateMessageTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private IVoicemailStore Store => house.Services.GetRequiredService<IVoicemailStore>();

    [Fact]
    public async Task WhileNothingOfItIsStored_ItIsInTheBox_AndHasItsLengthWhenItIs()
    {
        var box = Box("agent1");
        var take = Take("m1", 3, last: 4_000);
        await box.Deliver(Message("m1", null));
        Assert.Equal((0, true), await LengthAsync("agent1", "m1"));
        var message = Assert.Single((await box.Open())!.Messages);
        Assert.Equal(("demo/m1", 1, false), (message.Id, message.Chunks, message.Heard));

        await take.CloseAsync();
        await Recording("m1").Salvaged();

        Assert.Equal((4_500, false), await LengthAsync("agent1", "m1"));
        Assert.Equal(3, Assert.Single((await box.Open())!.Messages).Chunks);
        Assert.Equal(TakeEnd.Closed, await take.EndAsync());
    }

    [Fact]
    public async Task WhileTheStoreIsAway_ItIsDeliveredAllTheSame()
    {
        var box = Box("agent2");
        var take = await Take("m2", 3).StoreAsync(2);
        house.Blobs.IsAway = true;
        await box.Deliver(Message("m2", null));
        house.Blobs.IsAway = false;
        Assert.Equal((0, true), await LengthAsync("agent2", "m2"));

        await take.StoreAsync();
        await Recording("m2").Salvaged();

        Assert.Equal((6_000, false), await LengthAsync("agent2", "m2"));
    }

    [Fact]
    public async Task WhatItsEdgeSaysOfItsLength_IsKnownBeforeItsSoundIsThere()
    {
        await Box("agent4").Deliver(Message("m4", 4_500) with { Late = true });
        Assert.Equal((4_500, true), await LengthAsync("agent4", "m4"));
        var take = await Take("m4", 3, last: 4_000).StoreAsync(1);
        await Box("agent4").Cast<IRemindable>().ReceiveReminder("sound", default, TestContext.Current.CancellationToken);
        Assert.Equal((4_500, true), await LengthAsync("agent4", "m4"));

        await take.CloseAsync();
        await Recording("m4").Salvaged();

        Assert.Equal((4_500, false), await LengthAsync("agent4", "m4"));
        Assert.Equal(TakeEnd.Closed, await take.EndAsync());
    }

    [Theory]
    [InlineData("deleted", 4_500)]
    [InlineData("none", 900)]
    public async Task WhatWasDeleted_OrWasTooShort_DoesNotComeBack(string name, long milliseconds)
    {
        var box = Box("supervisor");
        await box.Deliver(Message(name, milliseconds) with { Late = true });
        Assert.Equal(milliseconds >= 1_000, await box.Delete($"demo/{name}"));
        var take = Take(name, 3);
        await take.CloseAsync();

        await Recording(name).Salvaged();
        await box.Deliver(Message(name, 4_500));

        Assert.Equal(0, await take.CountAsync());
        Assert.Empty((await box.Open())!.Messages);
        Assert.Equal((0, 0), await box.Watch(house.A.Id) is var counts ? (counts.New, counts.Saved) : default);
        var left = await Store.FindWithDeletedAsync("demo/supervisor", $"demo/{name}", TestContext.Current.CancellationToken);
        Assert.Equal(("", "", true), (left!.FromNumber, left.FromName, left.DeletedAt is not null));
    }

    [Fact]
    public async Task ItsEMail_WaitsForItsSound_AWhile()
    {
        var box = Box("admin");
        await box.Configure(new MailboxChange(Email: true));
        await box.Deliver(Message("m6", null));
        await box.Settings();
        Assert.Empty(Asked("demo/m6"));

        await Take("m6", 2).CloseAsync();
        await Recording("m6").Salvaged();

        var orders = await Eventually.GetAsync("the order", Soon, () => Task.FromResult(Asked("demo/m6")), asked => asked.Count > 0);
        Assert.Equal(4_000, Assert.Single(orders).DurationMilliseconds);
    }

    [Fact]
    public async Task SoundOfARecordingThatNobodyKnowsYet_IsNobodysMessage()
    {
        var take = Take("m7", 2);
        await take.CloseAsync();

        await Recording("m7").Salvaged();

        Assert.Equal(4, await take.CountAsync());
    }

    private List<MailOrder> Asked(string message) => [.. house.A.Mails.Concat(house.B.Mails).Where(order => order.Message == message)];

    private async Task<(long Milliseconds, bool IsPending)> LengthAsync(string user, string name) =>
        await Store.FindAsync($"demo/{user}", $"demo/{name}", TestContext.Current.CancellationToken) is { } message ? (message.DurationMilliseconds, message.Pending) : (-1, false);

    private IMailboxGrain Box(string user) => house.Grains.GetGrain<IMailboxGrain>(new UserId(Tenant, user).Key);

    private IRecordingGrain Recording(string name) => house.Grains.GetGrain<IRecordingGrain>(new RecordingId(Tenant, name).Key);

    private StoredTake Take(string name, int chunks, int last = SealedTime.ChunkSamples) => new(house, $"demo/{name}", $"voicemail/demo/late/{name}/", 0, chunks, last);

    private VoicemailDelivery Message(string name, long? milliseconds) => new(
        $"demo/{name}", new CallId(Tenant, name), "1001", "Agent One", house.Time.GetUtcNow(), milliseconds, $"voicemail/demo/late/{name}/", house.Time.GetUtcNow().AddDays(30));
}
