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
        await DeliverAsync(box, Message("m1", null));
        Assert.Equal((0, true), await LengthAsync("agent1", "m1"));
        var message = Assert.Single((await box.Open())!.Messages, message => message.Id == "demo/m1");
        Assert.Equal(("demo/m1", 1, false), (message.Id, message.Chunks, message.Heard));

        await take.CloseAsync();
        await Recording("m1").Salvaged();

        Assert.Equal((4_500, false), await LengthAsync("agent1", "m1"));
        Assert.Equal(3, Assert.Single((await box.Open())!.Messages, message => message.Id == "demo/m1").Chunks);
        Assert.Equal(TakeEnd.Closed, await take.EndAsync());
    }

    [Fact]
    public async Task WhileTheStoreIsAway_ItIsDeliveredAllTheSame()
    {
        var box = Box("agent2");
        var take = await Take("m2", 3).StoreAsync(2);
        await DeliverAsync(box, Message("m2", null));
        Assert.Equal((0, true), await LengthAsync("agent2", "m2"));

        await take.StoreAsync();
        await Recording("m2").Salvaged();

        Assert.Equal((6_000, false), await LengthAsync("agent2", "m2"));
    }

    [Fact]
    public async Task WhatItsEdgeSaysOfItsLength_IsKnownBeforeItsSoundIsThere()
    {
        await DeliverAsync(Box("agent4"), Message("m4", 1_500) with { Late = true });
        Assert.Equal((1_500, true), await LengthAsync("agent4", "m4"));
        var take = await Take("m4", 3, last: 4_000).StoreAsync(1);
        await Box("agent4").Cast<IRemindable>().ReceiveReminder("sound", default, TestContext.Current.CancellationToken);
        await BecomesAsync("agent4", "m4", 2_000, isPending: true);

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
        await DeliverAsync(box, Message("m6", null));
        await box.Settings();
        Assert.Empty(Asked("demo/m6"));

        await Take("m6", 2).CloseAsync();
        await Recording("m6").Salvaged();

        var orders = await Eventually.GetAsync("the order", Soon, () => Task.FromResult(Asked("demo/m6")), asked => asked.Count > 0);
        Assert.Equal(4_000, Assert.Single(orders).DurationMilliseconds);
    }

    [Fact]
    public async Task WhatIsThereAlready_IsSeenSoon()
    {
        await Take("m8", 3, last: 4_000).CloseAsync();

        await Box("agent1").Deliver(Message("m8", 1_500) with { Late = true });

        await BecomesAsync("agent1", "m8", 4_500, isPending: false);
    }

    [Fact]
    public async Task AStoreThatSaysNothing_KeepsNeitherTheCallNorTheBox()
    {
        var box = Box("agent3");
        var take = Take("m9", 3, last: 4_000);
        await take.CloseAsync();
        var refused = house.Blobs.Refused;
        house.Blobs.Hangs = true;
        try
        {
            await box.Deliver(Message("m9", null));
            await box.Deliver(Message("m10", null));
            await Eventually.GetAsync("a look", Soon, () => Task.FromResult(house.Blobs.Refused - refused), static n => n == 1);
            await box.Cast<IRemindable>().ReceiveReminder("sound", default, TestContext.Current.CancellationToken);
            Assert.Contains((await box.Open())!.Messages, message => message is { Id: "demo/m9", Chunks: 1 });
            Assert.True(await box.Mark("demo/m10", true));
            Assert.Equal(1, house.Blobs.Refused - refused);
            await Assert.ThrowsAnyAsync<TimeoutException>(() => house.WhileTimePasses(ArrivedAsync(box)));
        }
        finally
        {
            house.Blobs.Hangs = false;
        }

        Assert.Equal((0, true), await LengthAsync("agent3", "m9"));
        await box.Arrived("demo/m9");

        Assert.Equal((4_500, false), await LengthAsync("agent3", "m9"));
    }

    [Fact]
    public async Task ABoxIsOpened_WhileWhatIsTooOldCannotBeErased()
    {
        var box = Box("agent2");
        await box.Deliver(Message("m11", 4_500) with { RetainUntil = house.Time.GetUtcNow().AddMinutes(1) });
        house.Time.Advance(TimeSpan.FromMinutes(2));
        house.Blobs.IsAway = true;
        try
        {
            Assert.Contains((await box.Open())!.Messages, message => message.Id == "demo/m11");
        }
        finally
        {
            house.Blobs.IsAway = false;
        }

        Assert.DoesNotContain((await box.Open())!.Messages, message => message.Id == "demo/m11");
    }

    [Fact]
    public async Task SoundOfARecordingThatNobodyKnowsYet_IsNobodysMessage()
    {
        var take = Take("m7", 2);
        await take.CloseAsync();

        await Recording("m7").Salvaged();

        Assert.Equal(4, await take.CountAsync());
    }

    private static async Task<bool> ArrivedAsync(IMailboxGrain box)
    {
        await box.Arrived("demo/m9");
        return true;
    }

    // Looks in vain once: no look is under way when the sound comes.
    private async Task DeliverAsync(IMailboxGrain box, VoicemailDelivery message)
    {
        var refused = house.Blobs.Refused;
        house.Blobs.IsAway = true;
        await box.Deliver(message);
        await Eventually.GetAsync("the look", Soon, () => Task.FromResult(house.Blobs.Refused - refused), static n => n == 1);
        house.Blobs.IsAway = false;
    }

    private Task<(long Milliseconds, bool IsPending)> BecomesAsync(string user, string name, long milliseconds, bool isPending) =>
        Eventually.GetAsync($"the length of {name}", Soon, () => LengthAsync(user, name), found => found == (milliseconds, isPending));

    private List<MailOrder> Asked(string message) => [.. house.A.Mails.Concat(house.B.Mails).Where(order => order.Message == message)];

    private async Task<(long Milliseconds, bool IsPending)> LengthAsync(string user, string name) =>
        await Store.FindAsync($"demo/{user}", $"demo/{name}", TestContext.Current.CancellationToken) is { } message ? (message.DurationMilliseconds, message.Pending) : (-1, false);

    private IMailboxGrain Box(string user) => house.Grains.GetGrain<IMailboxGrain>(new UserId(Tenant, user).Key);

    private IRecordingGrain Recording(string name) => house.Grains.GetGrain<IRecordingGrain>(new RecordingId(Tenant, name).Key);

    private StoredTake Take(string name, int chunks, int last = SealedTime.ChunkSamples) => new(house, $"demo/{name}", $"voicemail/demo/late/{name}/", 0, chunks, last);

    private VoicemailDelivery Message(string name, long? milliseconds) => new(
        $"demo/{name}", new CallId(Tenant, name), "1001", "Agent One", house.Time.GetUtcNow(), milliseconds, $"voicemail/demo/late/{name}/", house.Time.GetUtcNow().AddDays(30));
}
