using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Queues;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>From the key that a waiting caller presses to the talk: two calls, queue, agent and user as grains, which move and fail in between.</summary>
public sealed class CallBackGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private const string Number = "+573001234567";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private static readonly CallbackRules Allowed = new() { Allowed = true, Attempts = 2, RetryAfter = TimeSpan.FromMinutes(5) };

    private static int _queues;
    private readonly int _number = 2700 + Interlocked.Increment(ref _queues);

    private DateTimeOffset Now => house.Time.GetUtcNow();

    // A queue of its own for each test.
    private QueueId Id => new(new TenantId("demo"), $"back{_number}");

    private IQueueGrain Queue => house.Grains.GetGrain<IQueueGrain>(Id.Key);

    [Fact]
    public async Task TheCallerPresses1_IsHungUp_KeepsThePlace_AndIsCalledBackOnce()
    {
        await OpenAsync();
        var (first, second) = (await DialAsync(Number), await DialAsync("+573001234568"));
        await PressAsync(first);
        await FarewellAsync(first);
        Assert.Equal([(true, null), (false, second)], (await Queue.View())!.Places.Select(place => (place.Callback, place.Call)));
        Assert.Equal("cancelled", (await house.Entry(first)).Result);

        var back = await RungAsync(first, 2);
        await house.A.Report(house.Grains, back, new LegRinging(Leg(1), Now, 180), new LegAnswered(Leg(1), Now, "answer", null));
        await CalledAsync(back, 2);
        await CarrierOf(back).Report(house.Grains, back, new LegAnswered(Leg(2), Now, "answer", null));
        Assert.Contains("connect 1 2", await UntilAsync(back, "connect"));
        await StatusAsync(2, AgentStatus.OnCall);
        await EndAsync(back, 2);

        var entry = await house.Entry(back);
        Assert.Equal(("answered", Number, "demo/agent2", "carrier"), (entry.Result, entry.ToNumber, entry.FromUserId, entry.Trunk));
        Assert.Equal(second, Assert.Single((await Queue.View())!.Places).Call);
        var counts = (await Queue.View())!.Statistics;
        await house.A.Report(house.Grains, second, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        await CloseAsync(2);
        Assert.Equal((1, 1), (counts.CallbacksAsked, counts.CallbacksReached));
    }

    [Fact]
    public async Task GrainsThatMoveInEachState_CallTheNumberOnce()
    {
        await OpenAsync();
        var waiting = await DialAsync(Number);
        await MoveAsync(waiting);
        await PressAsync(waiting);
        await MoveAsync(waiting);
        await FarewellAsync(waiting);
        await MoveAsync(waiting);
        var back = await RungAsync(waiting, 3);
        await MoveAsync(waiting, back);
        await house.A.Report(house.Grains, back, new LegAnswered(Leg(1), Now, "answer", null));
        await CalledAsync(back, 2);
        await MoveAsync(waiting, back);
        await CarrierOf(back).Report(house.Grains, back, new LegAnswered(Leg(2), Now, "answer", null));
        await UntilAsync(back, "connect");
        await MoveAsync(waiting, back);
        Assert.Equal(QueuePhase.Talking, Assert.Single((await Queue.View())!.Places).Phase);
        await EndAsync(back, 2);

        Assert.Equal(2, Invited(back));
        await CloseAsync(3);
    }

    [Fact]
    public async Task AStoreThatFailsBetweenTheQueuesYesAndTheDialling_CallsTheNumberOnce()
    {
        await OpenAsync();
        var waiting = await DialAsync(Number);
        await PressAsync(waiting);
        await FarewellAsync(waiting);
        var back = await RungAsync(waiting, 4);

        house.Storage.DownFor = "call";
        await Assert.ThrowsAnyAsync<Exception>(() => house.A.Report(house.Grains, back, new LegAnswered(Leg(1), Now, "answer", null)));
        house.Storage.DownFor = null;
        Assert.Equal(1, Invited(back));
        await MoveAsync(back);
        await house.A.Report(house.Grains, back, new LegAnswered(Leg(1), Now, "answer", null));
        await CalledAsync(back, 2);
        await CarrierOf(back).Report(house.Grains, back, new LegAnswered(Leg(2), Now, "answer", null));
        await UntilAsync(back, "connect");
        await EndAsync(back, 2);

        Assert.Equal(2, Invited(back));
        await CloseAsync(4);
    }

    [Fact]
    public async Task AStoreThatFailsAfterTheQueueHasPromised_PromisesTheSameWhenTheKeyIsReportedAgain()
    {
        await OpenAsync();
        var waiting = await DialAsync(Number);
        house.Storage.DownFor = "call";
        await Assert.ThrowsAnyAsync<Exception>(() => house.A.Report(house.Grains, waiting, new LegDigit(Leg(1), Now, '1', 100)));
        house.Storage.DownFor = null;

        await PressAsync(waiting);
        await FarewellAsync(waiting);

        Assert.Equal(1, (await Queue.View())!.Places.Count(place => place.Callback));
        await GiveUpAsync();
    }

    [Fact]
    public async Task WhoIsBusy_IsCalledAgainAfterThePause_AndThenNotAnyMore()
    {
        await OpenAsync();
        var waiting = await DialAsync(Number);
        await PressAsync(waiting);
        await FarewellAsync(waiting);
        var back = await RungAsync(waiting, 2);
        await MissAsync(back);
        await StatusAsync(2, AgentStatus.Available);
        Assert.Equal(QueuePhase.Waiting, Assert.Single((await Queue.View())!.Places).Phase);

        house.Time.Advance(TimeSpan.FromMinutes(5));
        var again = await BackAsync(waiting, after: back);
        await MissAsync(again);

        await Eventually.IsTrueAsync("the place to be given up", Soon, async () => (await Queue.View())!.Places.IsEmpty);
        await CloseAsync(2);
    }

    [Fact]
    public async Task TheWishThatComesTwice_OrAfterTheEnd_RingsNobodyAgain()
    {
        await OpenAsync();
        var waiting = await DialAsync(Number);
        await PressAsync(waiting);
        await FarewellAsync(waiting);
        var back = await RungAsync(waiting, 3);
        var order = new CallBackOrder(GrainHouse.User(3), Number, TimeSpan.FromSeconds(20), "Sales", Now);
        var offer = (await Queue.Explain(null))[0].Offer;

        await house.Grains.GetGrain<ICallQueueing>(back.Key).CallBack(Id, offer, order);
        await house.Grains.GetGrain<ICallQueueing>(back.Key).StopRinging(Id, offer);
        await UntilAsync(back, "end 1");
        await house.Grains.GetGrain<ICallQueueing>(back.Key).CallBack(Id, offer, order);

        Assert.Equal(1, Invited(back));
        await CloseAsync(3);
        await GiveUpAsync();
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("")]
    [InlineData("+8816123456789")]
    [InlineData("112")]
    [InlineData("9196")]
    public async Task WhoseNumberCannotBeCalled_IsToldSo_AndGoesOnWaiting(string number)
    {
        await OpenAsync();
        var waiting = await DialAsync(number);

        await PressAsync(waiting);

        Assert.EndsWith("'No podemos devolver la llamada a su número. Por favor, permanezca en la línea.'", (await UntilAsync(waiting, "say 1"))[^1], StringComparison.Ordinal);
        Assert.False(Assert.Single((await Queue.View())!.Places).Callback);
        await HangUpAsync(waiting);
    }

    [Fact]
    public async Task WhereItIsNotAllowed_TheKeyDoesNothing()
    {
        await OpenAsync(new QueueRules());
        var (known, unknown) = (await DialAsync(Number), await DialAsync("anonymous"));

        await PressAsync(known);
        await PressAsync(unknown);

        Assert.All((await Queue.View())!.Places, place => Assert.False(place.Callback));
        Assert.Empty(house.A.Commands(known).Concat(house.A.Commands(unknown)).OfType<PlayPrompt>());
        await HangUpAsync(known, unknown);
    }

    [Fact]
    public async Task WaitingCallersAreToldTheKey_AndTheFarewellIsInTheLanguageOfTheQueue()
    {
        await OpenAsync(new QueueRules
        {
            Callbacks = Allowed, Announcements = new QueueAnnouncements { PlaceAfter = TimeSpan.FromSeconds(20), EstimatedWait = false, Language = "en-US" },
        });
        var waiting = await DialAsync(Number);
        house.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("say 1 #1 'You are next in the queue. To be called back without losing your place, press one.'", (await UntilAsync(waiting, "say 1"))[^1]);

        await PressAsync(waiting);

        Assert.Equal("say 1 #2 'You keep your place in the queue. We will call you back. Goodbye.'", (await UntilAsync(waiting, "say 1"))[^1]);
        await house.A.Report(house.Grains, waiting, new PromptEnded(Leg(1), Now, 1, PromptEnd.Replaced));
        await HangUpAsync(waiting);
        await GiveUpAsync();
    }

    private static LegId Leg(int number) => new(number);

    private static IAgentGrain Agent(GrainHouse house, int number) => house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(number).Key);

    private async Task OpenAsync(QueueRules? rules = null)
    {
        Assert.Equal(ConfigureStatus.Saved, (await Queue.Configure(rules ?? new QueueRules { Callbacks = Allowed, RingTime = TimeSpan.FromMinutes(2) })).Status);
        var line = new LineSettings("Call backs", "Queue", Id.Name, "All", 30);
        Assert.Equal(ConfigureStatus.Saved, (await house.Grains.GetGrain<ILineGrain>(new LineId(Id.Tenant, $"{_number}").Key).Configure(line)).Status);
    }

    private async Task<CallId> DialAsync(string from)
    {
        var call = house.NewCall();
        var offer = house.Offer(house.A, dialled: $"{_number}") with { Caller = new Party(from, Trunk: new TrunkId(call.Tenant, "carrier")) };
        Assert.Null((await house.Call(call).Offer(offer)).Refusal);
        await UntilAsync(call, "open 1");
        await house.A.Report(house.Grains, call, new MediaAnswered(Leg(1), Now, null, false));
        await UntilAsync(call, "answer 1");
        return call;
    }

    /// <summary>A command of the call; an edge that was not reached in a silo's first moments is tried again by the clock, which passes meanwhile.</summary>
    private async Task<string[]> UntilAsync(CallId call, string last, FakeEdge? edge = null)
    {
        var words = (edge ?? house.A).Until(call, last);
        while (await Task.WhenAny(words, Task.Delay(Moment)) != words)
        {
            house.Time.Advance(Moment);
        }

        return await words;
    }

    private async Task PressAsync(CallId call) =>
        Assert.Equal(ReportStatus.Accepted, (await house.A.Report(house.Grains, call, new LegDigit(Leg(1), Now, '1', 100))).Status);

    private async Task FarewellAsync(CallId call)
    {
        Assert.EndsWith("'Usted conserva su lugar en la fila. Le devolveremos la llamada. Hasta luego.'", (await UntilAsync(call, "say 1"))[^1], StringComparison.Ordinal);
        await house.A.Report(house.Grains, call, new PromptEnded(Leg(1), Now, 1, PromptEnd.Played));
        await UntilAsync(call, "end 1");
        await CloseRecordingAsync(call);
    }

    /// <summary>An agent comes, and is rung for the caller who hung up.</summary>
    private async Task<CallId> RungAsync(CallId waited, int agent)
    {
        await house.Register(agent, house.A);
        await Queue.Configure((await Queue.View())!.Rules with { Members = [new QueueMember(GrainHouse.User(agent))] });
        await Agent(house, agent).LogIn();
        await Agent(house, agent).Ready();
        return await BackAsync(waited, after: null);
    }

    private async Task<CallId> BackAsync(CallId waited, CallId? after)
    {
        CallId Name(long offer) => new(waited.Tenant, $"{waited.Name}-back-{offer}");
        var why = await Eventually.GetAsync(
            "the queue to offer the caller", Soon, async () => await Queue.Explain(null), all => !all.IsEmpty && Name(all[0].Offer) != after);
        var back = Name(why[0].Offer);
        await UntilAsync(back, "invite 1");
        return back;
    }

    /// <summary>The number is invited, by the edge that the trunk is served from.</summary>
    private async Task CalledAsync(CallId back, int leg)
    {
        await UntilAsync(back, $"open {leg}");
        if (!house.A.Commands(back).OfType<InviteLeg>().Any(invite => invite.Leg == Leg(leg)))
        {
            await house.A.Report(house.Grains, back, new MediaOffered(Leg(leg), Now, "made"));
            await UntilAsync(back, $"invite {leg}", house.B);
        }
    }

    private FakeEdge CarrierOf(CallId back) => house.B.Commands(back).Count > 0 ? house.B : house.A;

    private int Invited(CallId call) => house.A.Commands(call).Concat(house.B.Commands(call)).OfType<InviteLeg>().Count();

    private async Task MissAsync(CallId back)
    {
        await house.A.Report(house.Grains, back, new LegAnswered(Leg(1), Now, "answer", null));
        await CalledAsync(back, 2);
        await CarrierOf(back).Report(house.Grains, back, new LegFailed(Leg(2), Now, new CallFailure(486, "busy", 17, CallResult.Busy)));
        await UntilAsync(back, "end 1");
    }

    private async Task EndAsync(CallId back, int leg)
    {
        await CarrierOf(back).Report(house.Grains, back, new LegClosed(Leg(leg), Now, new EndCause(EndKind.Hangup)));
        await UntilAsync(back, "end 1");
        await CloseRecordingAsync(back);
        await Eventually.IsTrueAsync("the place to be given up", Soon, async () => (await Queue.View())!.Places.All(place => !place.Callback));
    }

    private async Task CloseRecordingAsync(CallId call)
    {
        foreach (var record in house.A.Commands(call).OfType<StartRecording>())
        {
            await house.A.Report(house.Grains, call, new RecordingClosed(Leg(1), Now, record.Recording, 1, 900, true));
        }
    }

    private async Task HangUpAsync(params CallId[] calls)
    {
        foreach (var call in calls)
        {
            await house.A.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        }

        await Eventually.IsTrueAsync("the callers to leave the queue", Soon, async () => (await Queue.View())!.Places.All(place => place.Callback));
    }

    private async Task GiveUpAsync()
    {
        foreach (var place in (await Queue.View())!.Places)
        {
            Assert.True(await Queue.CancelCallback(place.Number));
        }
    }

    private async Task CloseAsync(int agent) => await Agent(house, agent).LogOut(true);

    private async Task MoveAsync(params CallId[] calls)
    {
        await GrainHouse.Deactivate(Queue);
        foreach (var call in calls)
        {
            await house.Deactivate(call);
        }
    }

    private Task StatusAsync(int agent, AgentStatus status) =>
        Eventually.IsTrueAsync($"agent {agent} to be {status}", Soon, async () => (await Agent(house, agent).View()).Status == status);
}
