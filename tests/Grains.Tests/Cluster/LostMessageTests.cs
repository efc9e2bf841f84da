using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Tests.Recordings;
using RtcCluster.Storage.Sealing;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Voicemail messages of whose sound nobody says that it has come. Each has a house of its own: the clock is moved to that of the files, and from there on.</summary>
public sealed class LostMessageTests : IAsyncLifetime
{
    private readonly GrainHouse _house = new();

    private static readonly TenantId Tenant = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task WhatIsStoredOfIt_IsSignedFor_AndIsTheMessageWhenNothingMoreComes()
    {
        var box = Box("agent3");
        var take = await Take("m3").StoreAsync(2);

        await box.Deliver(Message("m3"));
        await BecomesAsync("agent3", "m3", 4_000, isPending: true);
        Assert.Equal(TakeEnd.Interrupted, await take.EndAsync());
        await box.Cast<IRemindable>().ReceiveReminder("sound", default, TestContext.Current.CancellationToken);
        Assert.Equal((4_000, true), await LengthAsync("agent3", "m3"));

        _house.Time.Advance(TimeSpan.FromMinutes(10));

        // A look of before the clock was moved may have been given up by that.
        await Eventually.IsTrueAsync("it to be the message", Soon, async () =>
        {
            await box.Cast<IRemindable>().ReceiveReminder("sound", default, TestContext.Current.CancellationToken);
            return await LengthAsync("agent3", "m3") == (4_000, false);
        });
    }

    [Fact]
    public async Task WhatComesWhileItIsDelivered_IsSeenSoon_ThoughNobodySaysSoAgain()
    {
        var take = await Take("m4").StoreAsync(1);
        await Box("agent4").Deliver(Message("m4"));
        await BecomesAsync("agent4", "m4", 2_000, isPending: true);
        await take.CloseAsync();

        _house.Time.Advance(TimeSpan.FromSeconds(20));

        await BecomesAsync("agent4", "m4", 10_000, isPending: false);
    }

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    private Task<(long Milliseconds, bool IsPending)> BecomesAsync(string user, string name, long milliseconds, bool isPending) =>
        Eventually.GetAsync($"the length of {name}", Soon, () => LengthAsync(user, name), found => found == (milliseconds, isPending));

    private IMailboxGrain Box(string user) => _house.Grains.GetGrain<IMailboxGrain>(new UserId(Tenant, user).Key);

    private StoredTake Take(string name) => new(_house, $"demo/{name}", $"voicemail/demo/lost/{name}/", 0, 5);

    private VoicemailDelivery Message(string name)
    {
        _house.Time.SetUtcNow(DateTimeOffset.UtcNow);
        return new($"demo/{name}", new CallId(Tenant, name), "1001", "", _house.Time.GetUtcNow(), null, $"voicemail/demo/lost/{name}/", _house.Time.GetUtcNow().AddDays(30));
    }

    private async Task<(long Milliseconds, bool IsPending)> LengthAsync(string user, string name) =>
        await _house.Services.GetRequiredService<IVoicemailStore>().FindAsync($"demo/{user}", $"demo/{name}", TestContext.Current.CancellationToken) is { } message
            ? (message.DurationMilliseconds, message.Pending)
            : (-1, false);
}
