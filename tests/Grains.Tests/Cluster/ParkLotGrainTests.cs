using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>From the transfer to a slot to the one who dials it: call, lot and lines as grains, on stores, with an edge without sockets. The lot is the company's: a test asks in which slot its calls are.</summary>
[Collection(QueueHouse.Name)]
public sealed class ParkLotGrainTests(GrainHouse house)
{
    private static readonly TenantId Demo = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private static readonly string[] Digits = ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"];
    private static readonly string[] Slots = ["701", "702", "703", "704", "705", "706", "707", "708", "709"];

    private DateTimeOffset Now => house.Time.GetUtcNow();

    private IParkLotGrain Lot => house.Grains.GetGrain<IParkLotGrain>(IParkLotGrain.KeyOf(Demo));

    [Fact]
    public async Task ACallAndALotThatAreActivatedElsewhere_StillHaveEachOther_AndAnyTelephoneTakesTheCall()
    {
        var call = await Talk(1, 2, 6022);
        await Park(call, "700");
        await house.A.Until(call, "play 1 HoldMusic");
        var slot = await SlotOf(call);
        await GrainHouse.Deactivate(Lot);
        await house.Deactivate(call);

        var other = house.NewCall();
        Assert.Null((await house.Call(other).Offer(house.Offer(house.A, 3, slot))).Refusal);
        await house.A.Until(call, "connect 1 ");
        await Free(slot);
        await HangUp(call);
        await house.A.Report(house.Grains, call, new RecordingClosed(LegId.First, Now, new RecordingId(Demo, $"{call.Name}-1"), 1, 1_000, true, null));
        Assert.Equal(("answered", 1), await house.Entry(call) is var entry ? (entry.Result, entry.Transfers) : default);
        Assert.Equal(call.Key, (await house.Entry(other)).MergedInto);
    }

    [Fact]
    public async Task TheSecondCall_GetsTheNextSlot_AndANamedSlotThatIsTakenIsRefused()
    {
        var first = await Talk(1, 2, 6023);
        var second = await Talk(3, 4, 6024);
        await Park(first, "700");
        await house.A.Until(first, "close 2");
        var taken = await SlotOf(first);
        await Park(second, taken);
        await house.A.Until(second, "answerRefer 2 486");
        await Park(second, "700");
        await house.A.Until(second, "close 2");
        var next = await SlotOf(second);
        Assert.NotEqual(taken, next);

        // Whoever waits hangs up: the slot is free at once.
        await HangUp(first);
        await HangUp(second);
        await Free(taken, next);
    }

    [Fact]
    public async Task WhoeverHoldsACallAndDialsTheLot_HasItParked_AndIsToldTheSlot()
    {
        // Somebody who has no call of another test.
        var call = await Talk(7, 2, 6027);
        await house.A.Report(house.Grains, call, new MediaAnswered(LegId.First, Now, null, true));
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(7).Key);
        await Eventually.IsTrueAsync("the user to know the call", Soon, async () => (await user.ActiveCalls()).SequenceEqual([call]));
        var asking = house.NewCall();
        Assert.Null((await house.Call(asking).Offer(house.Offer(house.A, 7, "700"))).Refusal);
        await house.A.Until(asking, "open 1");
        await house.A.Report(house.Grains, asking, new MediaAnswered(LegId.First, Now, null, false));
        var said = (await house.A.Until(asking, "say 1 #1"))[^1];
        await house.A.Until(call, "close 1");
        var slot = await SlotOf(call);
        Assert.Contains($"siete cero {Digits[slot[^1] - '0']}", said, StringComparison.Ordinal);
        await house.A.Report(house.Grains, asking, new PromptEnded(LegId.First, Now, 1, PromptEnd.Played));
        await house.A.Until(asking, "end 1");
        await house.A.Report(house.Grains, call, new LegClosed(new LegId(2), Now, new EndCause(EndKind.Hangup)));
        await Free(slot);
    }

    [Fact]
    public async Task ACallInWhichSomebodyTalks_IsNotParkedByDiallingTheLot()
    {
        var call = await Talk(8, 2, 6028);
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(8).Key);
        await Eventually.IsTrueAsync("the user to know the call", Soon, async () => (await user.ActiveCalls()).SequenceEqual([call]));
        var asking = house.NewCall();
        Assert.Null((await house.Call(asking).Offer(house.Offer(house.A, 8, "700"))).Refusal);
        await house.A.Until(asking, "open 1");
        await house.A.Report(house.Grains, asking, new MediaAnswered(LegId.First, Now, null, false));
        Assert.Contains("No fue posible", (await house.A.Until(asking, "say 1 #1"))[^1], StringComparison.Ordinal);
        await house.A.Report(house.Grains, asking, new PromptEnded(LegId.First, Now, 1, PromptEnd.Played));
        await HangUp(call);
    }

    [Fact]
    public async Task TheEdgesThatWatch_AreToldWhichSlotsAreTaken()
    {
        await Lot.Watch(house.B.Id);
        var call = await Talk(1, 2, 6029);
        await Park(call, "700");
        await house.A.Until(call, "close 2");
        var slot = await SlotOf(call);
        await Eventually.IsTrueAsync("the edge to know the slot", Soon, () => Task.FromResult(house.B.ParkLots.Any(news => news.Taken.Contains(slot))));
        await HangUp(call);
        await Eventually.IsTrueAsync("the edge to know that it is free", Soon, () => Task.FromResult(!house.B.ParkLots.Last().Taken.Contains(slot)));
        Assert.Equal(house.B.ParkLots.Select(news => news.Version).Order(), house.B.ParkLots.Select(news => news.Version));
    }

    [Fact]
    public async Task WhoeverHasNoExtension_IsRungByName_WhenTheNumberLeadsNowhere()
    {
        await house.Register(4, house.A, 6030);
        var question = new RouteQuestion(RoutePurpose.Return, "agent4", new RouteRequest(house.NewCall(), new Party("1001"), null, 0), LegId.First, [], Owner: GrainHouse.User(4));
        var asking = new CallAsking(question.Request.Call, house.Grains, () => new CallState(), NullLogger.Instance, TestContext.Current.CancellationToken);
        var routed = Assert.IsType<CallInput.Routed>(await asking.Answer(new CallEffects(false, question, [], null, null)));
        Assert.Equal(GrainHouse.User(4), Assert.IsType<RingRoute>(routed.Plan).Party.User);
        Assert.IsType<RefuseRoute>(Assert.IsType<CallInput.Routed>(await asking.Answer(new CallEffects(false, question with { Owner = null }, [], null, null))).Plan);
        await house.Register(4, house.A, 6030, expires: 0);
    }

    [Fact]
    public async Task NobodyFromOutside_AndNobodyWhoIsForwardedThere_TakesACall()
    {
        var call = await Talk(1, 2, 6025);
        await Park(call, "709");
        await house.A.Until(call, "close 2");

        Assert.Equal(call, (await Route("709", GrainHouse.User(3))).Parked);
        Assert.Null((await Route("709", null)).Parked);
        Assert.Null((await Route("709", GrainHouse.User(3), hops: 1)).Parked);
        Assert.Null((await Route("708", GrainHouse.User(3))).Parked);
        var empty = await house.Call(house.NewCall()).Offer(house.Offer(house.A, 3, "708"));
        Assert.Equal(480, empty.Refusal!.SipCode);

        await HangUp(call);
        await Free("709");
    }

    [Fact]
    public async Task ACallThatCannotBeSaved_HasNoSlot_AndIsParkedWhenTheStoreIsBack()
    {
        var call = await Talk(1, 2, 6026);
        house.Storage.DownFor = "call";
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Park(call, "700"));
        }
        finally
        {
            house.Storage.DownFor = null;
        }

        Assert.DoesNotContain(call, await Task.WhenAll(Slots.Select(Lot.At)));
        await Park(call, "700");
        await house.A.Until(call, "close 2");
        var slot = await SlotOf(call);
        await HangUp(call);
        await Free(slot);
    }

    private async Task<CallId> Talk(int agent, int other, int port)
    {
        await house.Register(other, house.A, port);
        var call = house.NewCall();
        Assert.Null((await house.Call(call).Offer(house.Offer(house.A, agent, $"100{other}"))).Refusal);
        await house.A.Until(call, "invite 2");
        await house.A.Report(house.Grains, call, new LegAnswered(new LegId(2), Now, "answer", null));
        await house.A.Until(call, "connect 1 2");
        await house.Register(other, house.A, port, expires: 0);
        return call;
    }

    private Task<ReportReceipt> Park(CallId call, string number) => house.A.Report(house.Grains, call, new LegReferred(new LegId(2), Now, 7, number, null, null));

    private Task<ReportReceipt> HangUp(CallId call) => house.A.Report(house.Grains, call, new LegClosed(LegId.First, Now, new EndCause(EndKind.Hangup)));

    private async Task<string> SlotOf(CallId call) => await Eventually.GetAsync(
        $"the slot of {call}",
        Soon,
        async () => (await Task.WhenAll(Slots.Select(Lot.At))) is var calls && Array.IndexOf(calls, call) is var index and >= 0 ? Slots[index] : "",
        slot => slot.Length > 0);

    private async Task Free(params string[] slots)
    {
        foreach (var slot in slots)
        {
            await Eventually.IsTrueAsync($"slot {slot} to be free", Soon, async () => await Lot.At(slot) is null);
        }
    }

    private async Task<ParkRoute> Route(string number, UserId? by, int hops = 0) => Assert.IsType<ParkRoute>(await house.Grains.GetGrain<ILineGrain>(new LineId(Demo, number).Key).Route(
        new RouteRequest(house.NewCall(), by is null ? new Party("+15551234", Trunk: new TrunkId(Demo, "carrier")) : new Party("1003", User: by), by, hops)));
}
