using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Users;
using RtcCluster.TestKit.Waiting;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>From the dialled number of a room to those who hear each other: call and room as grains, on stores, with an edge without sockets. Each test has a room of its own.</summary>
[Collection(QueueHouse.Name)]
public sealed class ConferenceGrainTests(GrainHouse house)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly RoomActor Boss = new(GrainHouse.User(9), Privileged: true);

    private DateTimeOffset Now => house.Time.GetUtcNow();

    [Fact]
    public async Task TwoEnterARoomThatNobodyHasSetUp_AndItIsEmptyWhenBothHaveLeft()
    {
        var first = await Dial("4001", 1);
        var second = await Dial("4001", 2);

        var view = await Room("4001").View();
        Assert.Equal([first, second], view.Members.Select(member => member.Call));
        Assert.Equal(("Agent 1", false, 0), (view.Members[0].Who.Name, view.Members[0].IsModerator, view.Version));

        await HangUp(first);
        await Members("4001", second);
        await HangUp(second);
        await Members("4001");
    }

    [Fact]
    public async Task ARoomAndACallThatAreActivatedElsewhere_KnowEachOther()
    {
        var call = await Dial("4002", 1);
        await GrainHouse.Deactivate(Room("4002"));
        await house.Deactivate(call);

        Assert.Equal(RoomActStatus.Done, await Room("4002").Act(new RoomMute(call, true), Boss));
        await house.A.Until(call, "join 1 muted");
        Assert.True(Assert.Single((await Room("4002").View()).Members).IsMuted);

        Assert.Equal(RoomActStatus.Done, await Room("4002").Act(new RoomRemove(call), Boss));
        await house.A.Until(call, "end 1 Administrative");
        await Members("4002");
        Assert.Equal("answered", (await house.Entry(call)).Result);
    }

    [Fact]
    public async Task TheEdgesThatWatch_AreToldWhoComesAndGoes_InOrder()
    {
        Assert.Empty((await Room("4009").Watch(house.B.Id)).Members);
        var call = await Dial("4009", 1);
        Assert.Equal(RoomActStatus.Done, await Room("4009").Act(new RoomLock(true), Boss));
        await HangUp(call);

        var news = await Eventually.GetAsync(
            "the edge to know that the room is empty again", Soon, () => Task.FromResult(house.B.Rooms.Where(news => news.Room.Name == "4009").ToList()), news => news.Count > 1 && news[^1].Members.IsEmpty);
        Assert.Equal([(1, false), (1, true), (0, false)], news.Select(told => (told.Members.Length, told.Locked)));
        Assert.Equal(news.Select(told => told.Version).Order(), news.Select(told => told.Version));
    }

    [Fact]
    public async Task ACallThatWasLost_IsFoundOutByTheRoomItself()
    {
        var ghost = house.NewCall();
        var receipt = await Room("4003").Enter(new RoomEntry(ghost, LegId.First, new Party("1001"), house.A.Id));
        Assert.Equal(RoomEntryStatus.Entered, receipt.Status);

        await GrainHouse.Deactivate(Room("4003"));

        await Members("4003");
    }

    [Fact]
    public async Task ACallThatCannotBeSaved_IsNotInTheRoom()
    {
        var call = house.NewCall();
        house.Storage.DownFor = "call";
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => house.Call(call).Offer(house.Offer(house.A, dialled: "4004")));
        }
        finally
        {
            house.Storage.DownFor = null;
        }

        await Members("4004");
    }

    [Fact]
    public async Task ThePinOfTheDirectory_IsAskedFor_AndALockedRoomRefuses()
    {
        Assert.Equal(ConfigureStatus.Saved, (await Room("4005").Configure(new RoomSettings { Name = "Board", Pin = "2468", Language = "en" }, null, "admin")).Status);
        var call = house.NewCall();
        Assert.Null((await house.Call(call).Offer(house.Offer(house.A, dialled: "4005"))).Refusal);
        await house.A.Until(call, "open 1 offer in 4005");
        await house.A.Report(house.Grains, call, new MediaAnswered(LegId.First, Now, null, false));
        await house.A.Until(call, "say 1 #1");
        Assert.Empty((await Room("4005").View()).Members);

        await house.A.Report(house.Grains, call, [.. "2468#".Select(digit => new LegDigit(LegId.First, Now, digit, 100))]);
        await house.A.Until(call, "join 1 with a tone");
        Assert.Equal(call, Assert.Single((await Room("4005").View()).Members).Call);

        Assert.Equal(RoomActStatus.Done, await Room("4005").Act(new RoomLock(true), Boss));
        Assert.Equal(403, (await house.Call(house.NewCall()).Offer(house.Offer(house.A, 2, "4005"))).Refusal!.SipCode);
        await HangUp(call);
        await Members("4005");
        Assert.Equal(ConfigureStatus.Saved, (await Room("4005").Remove()).Status);
    }

    [Fact]
    public async Task TenWrongPins_BarTheirCaller_AndNobodyElse()
    {
        Assert.Equal(ConfigureStatus.Saved, (await Room("4007").Configure(new RoomSettings { Pin = "1357" }, null, "admin")).Status);
        var call = house.NewCall();
        var guesser = new RoomEntry(call, LegId.First, new Party("+573001234567"), house.A.Id);
        guesser = guesser with { Ticket = (await Room("4007").Enter(guesser)).Ticket, Pin = "0000" };
        for (var wrong = 0; wrong < 10; wrong++)
        {
            Assert.Equal(RoomEntryStatus.WrongPin, (await Room("4007").Enter(guesser)).Status);
        }

        await GrainHouse.Deactivate(Room("4007"));

        Assert.Equal(RoomEntryStatus.Barred, (await Room("4007").Enter(guesser with { Pin = "1357" })).Status);
        Assert.Equal(RoomEntryStatus.Barred, (await Room("4007").Enter(guesser with { Call = house.NewCall(), Ticket = 0, Pin = null })).Status);

        var other = new RoomEntry(house.NewCall(), LegId.First, new Party("+573007654321"), house.A.Id);
        var ticket = (await Room("4007").Enter(other)).Ticket;
        Assert.Equal(RoomEntryStatus.Entered, (await Room("4007").Enter(other with { Ticket = ticket, Pin = "1357" })).Status);
        await Room("4007").Left(other.Call, ticket);
        await Members("4007");
        Assert.Equal(ConfigureStatus.Saved, (await Room("4007").Remove()).Status);
    }

    [Fact]
    public async Task ThePinIsNotInTheDirectoryForWhoeverReadsIt_AndOneThatAVersionBeforeStoredIsTakenOver()
    {
        var directory = house.Services.GetRequiredService<IDirectory>();
        var settings = new RoomSettings { Name = "Board", Pin = "13579", ModeratorPin = "24680" };
        Assert.Equal(ConfigureStatus.Saved, (await Room("4008").Configure(settings, null, "admin")).Status);

        var document = (await directory.FindDocumentAsync("demo", RoomSettings.Kind, "4008", TestContext.Current.CancellationToken))!;
        Assert.DoesNotContain("13579", document.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("24680", document.Json, StringComparison.Ordinal);
        Assert.Equal(settings, (await Room("4008").View()).Settings);

        var plain = document with { Json = """{"name":"Board","pin":"1357"}""" };
        Assert.True((await house.Services.GetRequiredService<IDirectoryWriter>().SaveDocumentAsync(plain, TestContext.Current.CancellationToken)).IsSaved);
        Assert.Equal("1357", (await Room("4008").View()).Settings.Pin);
        Assert.Equal(ConfigureStatus.Saved, (await Room("4008").Remove()).Status);
    }

    [Fact]
    public async Task ARoomWhosePinCannotBeRead_IsNotAnOpenOne()
    {
        var document = new Document { TenantId = "demo", Kind = RoomSettings.Kind, Name = "4009", Json = """{"name":"Board","pin":"CfDJ8-of-another-key-ring"}""" };
        Assert.True((await house.Services.GetRequiredService<IDirectoryWriter>().SaveDocumentAsync(document, TestContext.Current.CancellationToken)).IsSaved);

        Assert.Equal(RoomEntryStatus.Unavailable, (await Room("4009").Enter(new RoomEntry(house.NewCall(), LegId.First, new Party("1001"), house.A.Id))).Status);
        var view = await Room("4009").View();
        Assert.Equal(0, view.Version);
        Assert.Equal(ConfigureStatus.Conflict, (await Room("4009").Configure(view.Settings, view.Version, "admin")).Status);
        Assert.Equal(ConfigureStatus.Saved, (await Room("4009").Remove()).Status);
    }

    [Theory]
    [InlineData("12", null, 32, "pin")]
    [InlineData("12a4", null, 32, "pin")]
    [InlineData("1234", "1234", 32, "moderatorPin")]
    [InlineData(null, null, 33, "maxMembers")]
    public async Task SettingsThatCannotBe_AreRefusedByName(string? pin, string? moderatorPin, int members, string what)
    {
        var receipt = await Room("4006").Configure(new RoomSettings { Pin = pin, ModeratorPin = moderatorPin, MaxMembers = members }, null, "admin");

        Assert.Equal(ConfigureStatus.Invalid, receipt.Status);
        Assert.StartsWith(what + ":", receipt.Problem, StringComparison.Ordinal);
    }

    private IConferenceGrain Room(string name) => house.Grains.GetGrain<IConferenceGrain>(new RoomId(new TenantId("demo"), name).Key);

    private async Task<CallId> Dial(string room, int agent)
    {
        var call = house.NewCall();
        var receipt = await house.Call(call).Offer(house.Offer(house.A, agent, room));
        Assert.Null(receipt.Refusal);
        await house.A.Until(call, $"open 1 offer in {room}");
        await house.A.Report(house.Grains, call, new MediaAnswered(LegId.First, Now, null, false));
        await house.A.Until(call, "join 1 with a tone");
        return call;
    }

    private Task<ReportReceipt> HangUp(CallId call) => house.A.Report(house.Grains, call, new LegClosed(LegId.First, Now, new EndCause(EndKind.Hangup)));

    private Task Members(string room, params CallId[] expected) => Eventually.IsTrueAsync(
        $"room {room} to have {expected.Length} members", Soon, async () => (await Room(room).View()).Members.Select(member => member.Call).SequenceEqual(expected));
}
