using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Voicemail boxes as grains on a real database and real blobs, and which number leads to them.</summary>
public sealed class MailboxGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private IBlobStore Blobs => house.Services.GetRequiredService<IBlobStore>();

    [Fact]
    public async Task AMessageIsDeliveredOnce_Counted_Heard_AndDeletedWithItsSound()
    {
        var box = Box("supervisor");
        await Blobs.WriteAsync("voicemail/demo/a/00000000", new byte[100], TestContext.Current.CancellationToken);
        var first = await box.Watch(house.A.Id);

        await box.Deliver(Message("a", 5_000));
        await box.Deliver(Message("a", 5_000));
        var counts = (await Eventually.GetAsync("the lamp", Soon, () => Task.FromResult(house.A.Mailboxes.LastOrDefault(told => told.Owner == new UserId(Tenant, "supervisor"))), told => told.Counts is not null)).Counts;
        Assert.Equal((first.New + 1, first.Saved, true), (counts.New, counts.Saved, counts.Version > first.Version));

        var message = Assert.Single((await box.Open())!.Messages);
        Assert.Equal(("demo/a", "1001", 3, false), (message.Id, message.FromNumber, message.Chunks, message.Heard));
        Assert.True(await box.Mark("demo/a", true));
        Assert.False(await box.Mark("demo/b", true));
        Assert.True(Assert.Single((await box.Open())!.Messages).Heard);
        Assert.False(await Box("admin").Delete("demo/a"));

        Assert.True(await box.Delete("demo/a"));
        Assert.False(await Blobs.ExistsAsync("voicemail/demo/a/00000000", TestContext.Current.CancellationToken));
        Assert.False(await box.Delete("demo/a"));
        Assert.Empty((await box.Open())!.Messages);
    }

    [Fact]
    public async Task LessThanASecondOfSound_IsNoMessage_WhereItsEdgeSaysSo()
    {
        var box = Box("admin");
        await Blobs.WriteAsync("voicemail/demo/short/00000000", new byte[100], TestContext.Current.CancellationToken);
        await Blobs.WriteAsync("voicemail/demo/lost/00000000", new byte[100], TestContext.Current.CancellationToken);

        await box.Deliver(Message("short", 900));
        await box.Deliver(Message("lost", null));
        await box.Deliver(Message("nothing", null));

        Assert.False(await Blobs.ExistsAsync("voicemail/demo/short/00000000", TestContext.Current.CancellationToken));
        Assert.Equal(["demo/lost", "demo/nothing"], (await box.Open())!.Messages.Select(message => message.Id).Order());
        Assert.True(await box.Delete("demo/lost"));
        Assert.True(await box.Delete("demo/nothing"));
    }

    [Fact]
    public async Task TenWrongPins_LockTheTelephoneOutForAnHour_AndAMessageIsKeptAsLongAsItIsToBe()
    {
        var box = Box("agent5");
        Assert.Null(await box.Open());
        box = Box("agent4");
        Assert.Equal(ConfigureStatus.Invalid, (await box.Configure(new MailboxChange(Pin: "12a4"))).Status);
        Assert.Equal(ConfigureStatus.Saved, (await box.Configure(new MailboxChange(Language: "en", Pin: "4711", MaxSeconds: 30))).Status);
        Assert.Equal(new MailboxSettings("en", true, 30, false), await box.Settings());
        await box.Deliver(Message("old", 5_000) with { RetainUntil = house.Time.GetUtcNow().AddMinutes(30) });
        for (var wrong = 0; wrong < 10; wrong++)
        {
            await box.WrongPin();
        }

        await GrainHouse.Deactivate(box);
        Assert.True((await box.Open())!.Locked);
        house.Time.Advance(TimeSpan.FromMinutes(61));
        var open = (await box.Open())!;
        Assert.Equal((false, 0), (open.Locked, open.Messages.Length));
        Assert.Equal(ConfigureStatus.Saved, (await box.Configure(new MailboxChange(Pin: ""))).Status);
        Assert.Null((await box.Open())!.PinHash);
    }

    [Theory]
    [InlineData("*97", "agent1", "agent1", 0, "agent1 hears")]
    [InlineData("*97", "agent1", "agent2", 1, "agent2 leaves")]
    [InlineData("*971002", "agent1", "agent1", 0, "agent2 leaves")]
    [InlineData("*971002", null, "agent3", 1, "agent2 leaves")]
    [InlineData("*97", null, null, 0, "404")]
    [InlineData("*971999", "agent1", "agent1", 0, "404")]
    [InlineData("*971002", null, null, 0, "404")]
    public async Task TheNumber_SaysWhoseBox_AndWhoComesBy_SaysWhatFor(string number, string? caller, string? behalf, int hops, string expected)
    {
        var plan = await house.Grains.GetGrain<ILineGrain>(new LineId(Tenant, number).Key).Route(new RouteRequest(
            new CallId(Tenant, "v1"), new Party("1001", null, User(caller), caller is null ? new TrunkId(Tenant, "carrier") : null), User(behalf), hops));

        Assert.Equal(expected, plan switch
        {
            VoicemailRoute { Hears: true } hears => $"{hears.Box.Owner.Name} hears",
            VoicemailRoute leaves => $"{leaves.Box.Owner.Name} leaves",
            RefuseRoute refuse => $"{refuse.Failure.SipCode}",
            _ => plan.GetType().Name,
        });
    }

    private static UserId? User(string? name) => name is null ? null : new UserId(Tenant, name);

    private IMailboxGrain Box(string user) => house.Grains.GetGrain<IMailboxGrain>(new UserId(Tenant, user).Key);

    private VoicemailDelivery Message(string name, long? milliseconds) => new(
        $"demo/{name}", new CallId(Tenant, name), "1001", "Agent One", house.Time.GetUtcNow(), milliseconds, $"voicemail/demo/{name}/", house.Time.GetUtcNow().AddDays(30));
}
