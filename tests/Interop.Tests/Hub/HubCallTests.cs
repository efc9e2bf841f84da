using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Hub;

namespace RtcCluster.Interop.Tests.Hub;

/// <summary>Calls between browsers as the hub tells them; what is heard is tested with real browsers.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HubCallTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallRings_IsAnswered_AndEnds(bool messagePack)
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-1", messagePack);
        await using var bob = await PhoneAsync("agent2@demo.test", "bob-device-1", messagePack);

        var dial = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest($"attempt-1-{messagePack}", "1002", Offers.Plain(1, 31000)));
        Assert.Null(dial.Failure);
        var ringing = await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId, Soon);
        Assert.Equal((HubCallState.Ringing, HubCallDirection.Incoming, "1001"), (ringing.State, ringing.Direction, ringing.Peer.Number));
        await Told(alice, dial, HubCallState.Ringing);

        Assert.Null((await bob.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(dial.CallId, Offers.Plain(7, 31002)))).Failure);
        var connected = await Told(bob, dial, HubCallState.Connected);
        Assert.Equal("agent1", connected.Call.Peer.User);
        Assert.Equal("1002", (await Told(alice, dial, HubCallState.Connected)).Call.Peer.Number);
        Assert.Equal(1, (await Answered(alice, dial)).Answer!.Number);
        Assert.Equal(7, (await Answered(bob, dial)).Answer!.Number);

        Assert.Null((await bob.InvokeAsync<HubReceipt>("Hold", new CallRequest(dial.CallId))).Failure);
        await alice.WaitForAsync<CallUpdate>("to be held", update => update.Call is { HeldByPeer: true }, Soon);
        await bob.WaitForAsync<CallUpdate>("its hold", update => update.Call is { OnHold: true }, Soon);

        Assert.Null((await alice.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId))).Failure);
        Assert.Equal("hangup", (await Told(alice, dial, HubCallState.Ended)).Call.End!.Reason);
        Assert.Equal("hangup", (await Told(bob, dial, HubCallState.Ended)).Call.End!.Reason);
        var log = await cluster.Admin.WaitForCallLogAsync("the call", entry => entry.Id == dial.CallId && entry.EndedAt is not null, Soon);
        Assert.Equal("answered", Assert.Single(log).Result, ignoreCase: true);
    }

    [Fact]
    public async Task TwoTabsRing_OneAnswers_TheOtherStops()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-2");
        await using var one = await PhoneAsync("agent2@demo.test", "bob-tab-one");
        await using var other = await PhoneAsync("agent2@demo.test", "bob-tab-two");
        var dial = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-2", "1002", Offers.Plain(1, 31004)));
        await one.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId, Soon);
        await other.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId, Soon);

        await one.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(dial.CallId, Offers.Plain(1, 31006)));
        Assert.Equal("answeredElsewhere", (await Told(other, dial, HubCallState.Ended)).Call.End!.Reason);
        await Told(one, dial, HubCallState.Connected);
        await one.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId));
        await Told(alice, dial, HubCallState.Ended);
    }

    [Fact]
    public async Task DecliningEndsTheCall_AndGivingUpStopsTheRinging()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-3");
        await using var bob = await PhoneAsync("agent2@demo.test", "bob-device-3");
        var declined = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-3", "1002", Offers.Plain(1, 31008)));
        await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == declined.CallId, Soon);
        await bob.InvokeAsync<HubReceipt>("Decline", new CallRequest(declined.CallId));
        Assert.Equal("declined", (await Told(alice, declined, HubCallState.Ended)).Call.End!.Reason);

        var givenUp = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-4", "1002", Offers.Plain(1, 31010)));
        await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == givenUp.CallId, Soon);
        await alice.InvokeAsync<HubReceipt>("HangUp", new CallRequest(givenUp.CallId));
        Assert.Equal("cancelled", (await Told(bob, givenUp, HubCallState.Ended)).Call.End!.Reason);
    }

    [Fact]
    public async Task ACallOutlivesItsConnection_AndIsTakenUp()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-5");
        var bob = await PhoneAsync("agent2@demo.test", "bob-device-5");
        var dial = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-5", "1002", Offers.Plain(1, 31012)));
        await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId, Soon);
        await bob.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(dial.CallId, Offers.Plain(1, 31014)));
        await Told(alice, dial, HubCallState.Connected);
        await bob.DropAsync();
        await bob.DisposeAsync();

        await using var again = await PhoneAsync("agent2@demo.test", "bob-device-5");
        var card = Assert.Single(again.Welcome.Calls);
        Assert.Equal((dial.CallId, HubCallState.Connected), (card.CallId, card.State));
        Assert.Null((await again.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(dial.CallId, Offers.Plain(2, 31016)))).Failure);
        Assert.Equal(2, (await Answered(again, dial)).Answer!.Number);
        await again.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId));
        await Told(alice, dial, HubCallState.Ended);
        Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", entry => entry.Id == dial.CallId && entry.EndedAt is not null, Soon));
    }

    [Fact]
    public async Task AConsultationIsCompleted_AndTheOtherTwoTalkInTheOlderCall()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-9");
        await using var bob = await PhoneAsync("agent2@demo.test", "bob-device-9");
        await using var carol = await PhoneAsync("agent4@demo.test", "carol-device-9");
        var call = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-10", "1002", Offers.Plain(1, 31026)));
        await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == call.CallId, Soon);
        await bob.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(call.CallId, Offers.Plain(1, 31028)));
        await Told(alice, call, HubCallState.Connected);

        var asked = await bob.InvokeAsync<DialReceipt>("Consult", new ConsultRequest(call.CallId, "attempt-11", "1004", Offers.Plain(1, 31030)));
        Assert.Null(asked.Failure);
        await alice.WaitForAsync<CallUpdate>("to be held", update => update.Call is { HeldByPeer: true }, Soon);
        await carol.WaitForAsync<CallCard>("an incoming call", card => card.CallId == asked.CallId, Soon);
        await carol.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(asked.CallId, Offers.Plain(1, 31032)));
        Assert.Equal(call.CallId, (await Told(bob, asked, HubCallState.Connected)).Call.ConsultFor);

        Assert.Null((await bob.InvokeAsync<HubReceipt>("CompleteTransfer", new ConsultedRequest(call.CallId, asked.CallId))).Failure);
        Assert.Equal("transferred", (await Told(bob, call, HubCallState.Ended)).Call.End!.Reason);
        Assert.Equal("transferred", (await Told(bob, asked, HubCallState.Ended)).Call.End!.Reason);
        Assert.Equal(("transferred", call.CallId), await Told(carol, asked, HubCallState.Ended) is { Call.End: { } end } ? (end.Reason, end.Into) : default);
        await carol.WaitForAsync<RenegotiateOrder>("the order to come over", order => order.CallId == call.CallId && order.Reason == "moved", Soon);
        Assert.Null((await carol.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(call.CallId, Offers.Plain(1, 31034)))).Failure);
        await Answered(carol, call);
        await alice.WaitForAsync<CallUpdate>("to talk with 1004", update => update.Call is { Peer.Number: "1004", HeldByPeer: false, State: HubCallState.Connected }, Soon);

        await alice.InvokeAsync<HubReceipt>("HangUp", new CallRequest(call.CallId));
        await Told(carol, call, HubCallState.Ended);
        await cluster.Admin.WaitForCallLogAsync("both calls", entry => (entry.Id == call.CallId || entry.Id == asked.CallId) && entry.EndedAt is not null, Soon, count: 2);
    }

    [Fact]
    public async Task AParkedCallSaysWhereItWaits_AndABrowserThatDialsThereTakesIt()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-12");
        await using var bob = await PhoneAsync("agent2@demo.test", "bob-device-12");
        await using var carol = await PhoneAsync("agent4@demo.test", "carol-device-12");
        var call = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-12", "1002", Offers.Plain(1, 31036)));
        await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == call.CallId, Soon);
        await bob.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(call.CallId, Offers.Plain(1, 31038)));
        await Told(alice, call, HubCallState.Connected);

        Assert.Equal("unreachable", (await bob.InvokeAsync<ParkAnswer>("Park", new ParkRequest(call.CallId, "799"))).Failure!.Code);
        var parked = await bob.InvokeAsync<ParkAnswer>("Park", new ParkRequest(call.CallId));
        Assert.Null(parked.Failure);
        Assert.StartsWith("70", parked.Slot, StringComparison.Ordinal);
        Assert.Equal("transferred", (await Told(bob, call, HubCallState.Ended)).Call.End!.Reason);

        var taken = await carol.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-13", parked.Slot, Offers.Plain(1, 31040)));
        Assert.Equal(call.CallId, (await Told(carol, taken, HubCallState.Ended)).Call.End!.Into);
        await carol.WaitForAsync<RenegotiateOrder>("the order to come over", order => order.CallId == call.CallId && order.Reason == "moved", Soon);
        Assert.Null((await carol.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(call.CallId, Offers.Plain(1, 31042)))).Failure);
        await alice.WaitForAsync<CallUpdate>("to talk with 1004", update => update.Call is { Peer.Number: "1004", State: HubCallState.Connected }, Soon);

        using var rest = await cluster.Server.SignInAsync("agent1@demo.test");
        var (status, body) = await rest.PostAsync($"api/v1/calls/{call.CallId}/park", new { });
        Assert.True(status == 200 && body.Contains("\"slot\":\"70", StringComparison.Ordinal), $"{status} {body}");
        await Told(alice, call, HubCallState.Ended);

        // A click takes it as well: the own browser rings, and goes over when it has answered.
        using var clicks = await cluster.Server.SignInAsync("agent2@demo.test");
        var clicked = clicks.PostAsync("api/v1/calls", new { to = body.Split("\"slot\":\"")[1][..3] });
        var own = await bob.WaitForAsync<CallCard>("the own call", card => card is { State: HubCallState.Ringing } && card.Dialled.StartsWith("70", StringComparison.Ordinal), Soon);
        await bob.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(own.CallId, Offers.Plain(3, 31044)));
        await bob.WaitForAsync<RenegotiateOrder>("the order to come over", order => order.CallId == call.CallId && order.Reason == "moved", Soon);
        Assert.Null((await bob.InvokeAsync<HubReceipt>("Reattach", new AnswerRequest(call.CallId, Offers.Plain(1, 31046)))).Failure);
        await carol.WaitForAsync<CallUpdate>("to talk with 1002", update => update.Call is { Peer.Number: "1002", State: HubCallState.Connected }, Soon);
        await clicked;
        await carol.InvokeAsync<HubReceipt>("HangUp", new CallRequest(call.CallId));
        await cluster.Admin.WaitForCallLogAsync("both calls", entry => (entry.Id == call.CallId || entry.Id == taken.CallId) && entry.EndedAt is not null, Soon, count: 2);
    }

    [Fact]
    public async Task SomebodyElsesCall_IsOneThatDoesNotExist()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-6");
        await using var bob = await PhoneAsync("agent2@demo.test", "bob-device-6");
        await using var mallory = await PhoneAsync("agent3@demo.test", "mallory-device");
        var dial = await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-6", "1002", Offers.Plain(1, 31018)));
        await bob.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId, Soon);

        foreach (var (method, argument) in new (string, object)[]
        {
            ("Answer", new AnswerRequest(dial.CallId, Offers.Plain(1, 31020))),
            ("Reattach", new AnswerRequest(dial.CallId, Offers.Plain(1, 31020))),
            ("HangUp", new CallRequest(dial.CallId)),
            ("Hold", new CallRequest(dial.CallId)),
            ("Transfer", new TransferRequest(dial.CallId, "1003")),
            ("SendDtmf", new DtmfRequest(dial.CallId, "1")),
            ("SetMuted", new MuteRequest(dial.CallId, true)),
        })
        {
            Assert.Equal("notFound", (await mallory.InvokeAsync<HubReceipt>(method, argument)).Failure?.Code);
        }

        await alice.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId));
        await Told(bob, dial, HubCallState.Ended);
    }

    [Fact]
    public async Task BadArgumentsAreNamed_AndAttachComesFirst()
    {
        await using var alice = await PhoneAsync("agent1@demo.test", "alice-device-7");
        Assert.Equal("invalid", (await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("short", "1002", Offers.Plain(1, 31000)))).Failure?.Code);
        Assert.Equal("invalid", (await alice.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-7", "1002", new OfferCard(1, new string('x', 70_000))))).Failure?.Code);
        Assert.Equal("notFound", (await alice.InvokeAsync<HubReceipt>("HangUp", new CallRequest("../../etc"))).Failure?.Code);
        Assert.Equal("invalid", (await alice.InvokeAsync<HubReceipt>("SetPresence", new PresenceRequest(PresenceStatus.OnCall))).Failure?.Code);

        using var session = await cluster.Server.SignInAsync("agent1@demo.test");
        await using var stranger = await HubPhone.OpenAsync(cluster.Server.Addresses.WebUrl, session.Token);
        var refused = await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => stranger.InvokeAsync<HubReceipt>("HangUp", new CallRequest("x")));
        Assert.Contains("Attach first", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<Exception>(() => HubPhone.OpenAsync(cluster.Server.Addresses.WebUrl, "not-a-token"));
    }

    [Fact]
    public async Task ARevokedSession_IsToldAndClosed()
    {
        using var session = await cluster.Server.SignInAsync("agent1@demo.test");
        await using var alice = await HubPhone.ConnectAsync(cluster.Server.Addresses.WebUrl, session.Token, "alice-device-8");
        using var answer = await session.Http.PostAsync(new Uri("api/v1/logout", UriKind.Relative), null, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        await alice.WaitForAsync<string>("to be told", _ => true, Soon);
        await alice.WaitForAsync<HubClosed>("the end of the connection", _ => true, Soon);
    }

    // The administrator has a device in no other test, so nobody's grace time is met here.
    [Fact]
    public async Task PresenceFollowsWhatPeopleDo()
    {
        await using var watcher = await PhoneAsync("supervisor@demo.test", "watcher-device");
        var before = await watcher.InvokeAsync<PresenceCard[]>("Watch", (object)new[] { "admin", "nobody" });
        Assert.Equal(PresenceStatus.Offline, Assert.Single(before).Status);

        await using var carol = await PhoneAsync("admin@demo.test", "carol-device-1");
        await Seen(watcher, PresenceStatus.Available);
        await carol.InvokeAsync<HubReceipt>("SetPresence", new PresenceRequest(PresenceStatus.Away, "almuerzo"));
        Assert.Equal("almuerzo", (await Seen(watcher, PresenceStatus.Away)).Reason);
        var dial = await carol.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-8", "9664", Offers.Plain(1, 31022)));
        await Seen(watcher, PresenceStatus.OnCall);
        await carol.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId));
        await carol.InvokeAsync<HubReceipt>("SetPresence", new PresenceRequest(PresenceStatus.DoNotDisturb));
        await Seen(watcher, PresenceStatus.DoNotDisturb);

        var refused = await watcher.InvokeAsync<DialReceipt>("Dial", new DialRequest("attempt-9", "1000", Offers.Plain(1, 31024)));
        Assert.Equal("unreachable", refused.Failure?.Code);
        await carol.InvokeAsync<HubReceipt>("SetPresence", new PresenceRequest(PresenceStatus.Available));
    }

    private static async Task<PresenceCard> Seen(HubPhone phone, PresenceStatus status) =>
        (await phone.WaitForAsync<PresenceCard[]>($"admin to be {status}", cards => cards.Any(card => card.User == "admin" && card.Status == status), Soon))
            .First(card => card.User == "admin");

    private static Task<CallUpdate> Told(HubPhone phone, DialReceipt dial, HubCallState state) =>
        phone.WaitForAsync<CallUpdate>($"{dial.CallId} to be {state}", update => update.Call.CallId == dial.CallId && update.Call.State == state, Soon);

    private static Task<CallUpdate> Answered(HubPhone phone, DialReceipt dial) =>
        phone.WaitForAsync<CallUpdate>($"an answer for {dial.CallId}", update => update.Call.CallId == dial.CallId && update.Answer is { Sdp.Length: > 0 }, Soon);

    private async Task<HubPhone> PhoneAsync(string email, string device, bool messagePack = false)
    {
        using var session = await cluster.Server.SignInAsync(email);
        return await HubPhone.ConnectAsync(cluster.Server.Addresses.WebUrl, session.Token, device, messagePack);
    }
}
