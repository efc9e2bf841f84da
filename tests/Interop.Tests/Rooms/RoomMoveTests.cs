using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Hub;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Hub;
using RtcCluster.TestKit.Phones;

namespace RtcCluster.Interop.Tests.Rooms;

/// <summary>Calls that go on get into a conference room: by a menu, by a telephone's REFER, by the transfer of a browser, by a click. Each test has a room of its own.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RoomMoveTests(ClusterFixture cluster) : IAsyncDisposable
{
    private const string Refer = "Refer-To: <sip:4004@demo.test>\r\n";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private readonly RoomPhones _phones = new(cluster.Server.Addresses);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task ACallerOfAMenu_IsHeardInTheRoom_AndHearsAllOthers()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        await MenuAsync(admin, "3103", "4003");
        var first = await _phones.DialAsync("1001", "4003");
        var second = await _phones.DialAsync("1002", "4003");

        var caller = await _phones.DialAsync("1003", "3103");
        await _phones.MovedAsync(2, caller.ReceiveAsync);
        var members = await _phones.MembersAsync(admin, "4003", 3);
        Assert.Equal("1003", members[2].GetProperty("number").GetString());
        Assert.Equal(RoomPhones.Matrix(3), await _phones.SpeakAsync());

        foreach (var call in new[] { first, second, caller })
        {
            Assert.Equal(200, (await call.HangUpAsync()).Status);
        }

        await _phones.MembersAsync(admin, "4003", 0);
        var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the menu's call", item => item.To == "3103" && item.EndedAt is not null, Soon));
        Assert.Equal("answered", entry.Result, ignoreCase: true);
    }

    [Fact]
    public async Task ATelephonesRefer_MovesTheOther_UnlessTheRoomIsLocked_AndAPinIsAskedForThere()
    {
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4004", admin, new { name = "Secret", pin = "4711", language = "en" })).Status);
        var member = await _phones.DialAsync("1003", "4004");
        await _phones.PressAsync(0, "4711#");
        await _phones.MembersAsync(supervisor, "4004", 1);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4004/lock", supervisor, new { locked = true })).Status);

        var callee = _phones.Phone("1002");
        await callee.RegisterAsync();
        var alice = _phones.Phone("1001");
        var (aliceSound, bobSound) = (_phones.Port(), _phones.Port());
        var dialling = alice.InviteAsync("1002", SdpText.Audio(aliceSound.Local));
        var bob = await callee.ReceiveInviteAsync();
        await bob.AnswerAsync(SdpText.Audio(bobSound.Local));
        var call = await dialling;
        _phones.SpeaksTo(1, call.RemoteRtp);
        _phones.SpeaksTo(2, bob.RemoteRtp);

        Assert.Equal(403, (await bob.SendAsync("REFER", Refer)).Status);
        Assert.Equal(["", "1000", "700"], await _phones.SpeakAsync());

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/rooms/4004/lock", supervisor, new { locked = false })).Status);
        Assert.Equal(202, (await bob.SendAsync("REFER", Refer)).Status);
        await _phones.MovedAsync(1, call.ReceiveAsync);
        await bob.ReceiveAsync("BYE", Soon);
        await _phones.PressAsync(1, "4711#");
        await _phones.MembersAsync(supervisor, "4004", 2);
        Assert.Equal(["700", "440", ""], await _phones.SpeakAsync(gone: 2));

        Assert.Equal(200, (await call.HangUpAsync()).Status);
        Assert.Equal(200, (await member.HangUpAsync()).Status);
        await _phones.MembersAsync(supervisor, "4004", 0);
        await callee.RegisterAsync(expires: 0);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/rooms/4004", admin)).Status);
    }

    [Fact]
    public async Task WhoHangsUpInsteadOfTakingTheRoomsOffer_HasNoSeatThere()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        await MenuAsync(admin, "3106", "4006");
        var caller = _phones.Phone("1001");
        var call = await caller.InviteAsync("3106", SdpText.Audio(_phones.Port().Local));
        Assert.Equal(200, call.Response.Status);
        await caller.Sip.ReceiveAsync("the room's offer", message => message.Method == "INVITE" && message.CallId == call.CallId, Soon);
        await _phones.MembersAsync(admin, "4006", 1);

        Assert.Equal(200, (await call.HangUpAsync()).Status);

        await _phones.MembersAsync(admin, "4006", 0);
    }

    [Fact]
    public async Task ABrowsersTransfer_AndAClick_LeadIntoTheRoom_ByANewConnection()
    {
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-40");
        await using var bob = await PhoneAsync("agent2@demo.test", "bob-device-40");
        var call = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-40", "1002", Offers.Plain(1, 31050)));
        await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == call.CallId, Soon);
        await bob.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(call.CallId, Offers.Plain(1, 31052)));
        await Told(alice, call.CallId, HubCallState.Connected);

        Assert.Null((await bob.InvokeAsync<HubReceipt>("Transfer", new TransferRequest(call.CallId, "4005"))).Failure);
        Assert.Equal("transferred", (await Told(bob, call.CallId, HubCallState.Ended)).Call.End!.Reason);
        await alice.WaitForAsync<RenegotiateOrder>("the order to go into the room", order => order.CallId == call.CallId, Soon);
        Assert.Null((await alice.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(call.CallId, Offers.Plain(2, 31054)))).Failure);
        await alice.WaitForAsync<CallUpdate>("the room's answer", update => update.Call is { Peer.Number: "4005", State: HubCallState.Connected } && update.Answer is { Number: 2, Sdp.Length: > 0 }, Soon);
        await _phones.MembersAsync(supervisor, "4005", 1);

        var clicked = Http.SendAsync(Web, HttpMethod.Post, "api/v1/calls", await Http.TokenAsync(Web, "agent2@demo.test"), new { to = "4005" });
        var rings = await bob.WaitForAsync<CallCard>("the own call", card => card is { State: HubCallState.Ringing, Peer.Number: "4005" }, Soon);
        await bob.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(rings.CallId, Offers.Plain(3, 31056)));
        await bob.WaitForAsync<RenegotiateOrder>("the order to go into the room", order => order.CallId == rings.CallId, Soon);
        Assert.Null((await bob.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(rings.CallId, Offers.Plain(4, 31058)))).Failure);
        await clicked;
        await _phones.MembersAsync(supervisor, "4005", 2);

        await alice.InvokeAsync<HubReceipt>("HangUp", new CallRequest(call.CallId));
        await bob.InvokeAsync<HubReceipt>("HangUp", new CallRequest(rings.CallId));
        await _phones.MembersAsync(supervisor, "4005", 0);
        await cluster.Admin.WaitForCallLogAsync("both calls", entry => (entry.Id == call.CallId || entry.Id == rings.CallId) && entry.EndedAt is not null, Soon, count: 2);
    }

    [Fact]
    public async Task WhoConsultsARoom_CompletesTheTransferThere_AndLeavesIt()
    {
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        var callee = _phones.Phone("1002");
        await callee.RegisterAsync();
        var (aliceSound, bobSound) = (_phones.Port(), _phones.Port());
        var dialling = _phones.Phone("1001").InviteAsync("1002", SdpText.Audio(aliceSound.Local));
        var bob = await callee.ReceiveInviteAsync();
        await bob.AnswerAsync(SdpText.Audio(bobSound.Local));
        var call = await dialling;
        var visit = await callee.InviteAsync("4007", SdpText.Audio(bobSound.Local));
        Assert.Equal(200, visit.Response.Status);
        await _phones.MembersAsync(supervisor, "4007", 1);

        var over = visit.ReceiveByeAsync(Soon);
        Assert.Equal(202, (await bob.SendAsync("REFER", $"Refer-To: <sip:4007@demo.test?Replaces={visit.Replaces}>\r\n")).Status);
        await _phones.MovedAsync(0, call.ReceiveAsync);
        await bob.ReceiveAsync("BYE", Soon);
        await over;
        var members = await _phones.MembersAsync(supervisor, "4007", 1);
        Assert.Equal("1001", members[0].GetProperty("number").GetString());

        Assert.Equal(200, (await call.HangUpAsync()).Status);
        await _phones.MembersAsync(supervisor, "4007", 0);
        await callee.RegisterAsync(expires: 0);
    }

    [Fact]
    public async Task WhoIsInARoom_IsToldWhoElseIs_AndSupervisorsOfAllRooms()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-41");
        await using var boss = await PhoneAsync("supervisor@demo.test", "boss-device-41");
        Assert.Equal("notFound", (await alice.InvokeAsync<HubReceipt>("WatchRoom", "4008")).Failure?.Code);
        Assert.Equal("forbidden", (await alice.InvokeAsync<HubReceipt>("WatchRooms")).Failure?.Code);
        Assert.Null((await boss.InvokeAsync<HubReceipt>("WatchRooms")).Failure);
        await boss.WaitForAsync<RoomUpdate[]>("all rooms", rooms => rooms.Length >= 10 && rooms.Any(room => room is { Room: "4008", Members.Length: 0 }), Soon);

        var call = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-41", "4008", Offers.Plain(1, 31060)));
        await alice.WaitForAsync<CallUpdate>("to be in the room", update => update.Call is { Room: "4008", State: HubCallState.Connected }, Soon);
        Assert.Null((await alice.InvokeAsync<HubReceipt>("WatchRoom", "4008")).Failure);
        var other = await _phones.DialAsync("1002", "4008");
        foreach (var watcher in new[] { alice, boss })
        {
            var seen = await watcher.WaitForAsync<RoomUpdate[]>("both in the room", rooms => rooms.Any(room => room is { Room: "4008", Members.Length: 2 }), Soon);
            Assert.Equal(["agent1", "agent2"], seen.Single(room => room.Room == "4008").Members.Select(member => member.User));
        }

        Assert.Equal(200, (await other.HangUpAsync()).Status);
        await alice.WaitForAsync<RoomUpdate[]>("to be alone", rooms => rooms.Any(room => room is { Room: "4008", Members.Length: 1 }), Soon);
        await alice.InvokeAsync<HubReceipt>("HangUp", new CallRequest(call.CallId));
        await boss.WaitForAsync<RoomUpdate[]>("the room to be empty", rooms => rooms.Any(room => room is { Room: "4008", Members.Length: 0 }), Soon);
    }

    public ValueTask DisposeAsync() => _phones.DisposeAsync();

    private static object[] Say(string text) => [new { say = new Dictionary<string, string> { ["en"] = text } }];

    private static Task<CallUpdate> Told(HubPhone phone, string call, HubCallState state) =>
        phone.WaitForAsync<CallUpdate>($"{call} to be {state}", update => update.Call.CallId == call && update.Call.State == state, Soon);

    private async Task MenuAsync(string admin, string number, string room)
    {
        object[] steps = [new { type = "say", name = "hello", prompt = Say("Welcome."), next = "meet" }, new { type = "transfer", name = "meet", number = room }];
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/flows/meet{room}", admin, new { name = "Meet", language = "en", start = "hello", steps })).Status);
        Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/lines/{number}", admin, new { name = "Meet", kind = "menu", target = $"meet{room}" })).Status);
    }

    private async Task<HubPhone> PhoneAsync(string email, string device)
    {
        using var session = await cluster.Server.SignInAsync(email);
        return await HubPhone.ConnectAsync(cluster.Server.Addresses.WebUrl, session.Token, device, false);
    }
}
