using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

public sealed class CallGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private DateTimeOffset Now => house.Time.GetUtcNow();

    [Fact]
    public async Task TwoTelephonesTalk_AndTheLogHasOneEntry()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);

        var receipt = await house.Call(call).Offer(house.Offer(a));
        Assert.Equal((1, null), (receipt.Epoch, receipt.Refusal));
        Assert.Equal(["open 1 offer rec", "open 2 like 1 rec", "invite 2 local"], await a.Until(call, "invite"));

        await a.Report(house.Grains, call, new LegRinging(Leg(2), Now, 180));
        Assert.Equal(["progress 1 180 none"], await a.Until(call, "progress"));

        await a.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        Assert.Equal(["accept 2 answer", "connect 1 2", "answer 1 local", "record 1+2"], await a.Until(call, "record"));
        Assert.Equal(CallPhase.Connected, (await house.Call(call).View())!.Phase);
        Assert.Contains(call, await house.Grains.GetGrain<IUserGrain>(GrainHouse.User(2).Key).ActiveCalls());

        await a.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        await a.Until(call, "close 2");
        await a.Report(house.Grains, call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));
        Assert.Equal(["forget"], await a.Until(call, "forget"));

        var entry = await house.Entry(call);
        Assert.Equal(("answered", "caller", "1001", "1002"), (entry.Result, entry.HangupBy, entry.FromNumber, entry.ToNumber));
        Assert.Equal([$"demo/{call.Name}-1"], entry.RecordingIds);
        await house.Cleared(call);
        Assert.Null(await house.Call(call).View());
    }

    [Fact]
    public async Task Busy_IsToldAndLogged()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);
        await house.Call(call).Offer(house.Offer(a));
        await a.Until(call, "invite");

        await a.Report(house.Grains, call, new LegFailed(Leg(2), Now, new CallFailure(486, "Busy here", 17)));

        Assert.Equal(["close 2", "reject 1 486", "close 1"], await a.Until(call, "close 1"));
        Assert.Equal(("busy", 486, "system"), await house.Entry(call) is var entry ? (entry.Result, entry.EndSipCode, entry.HangupBy) : default);
        await house.Cleared(call);
    }

    [Fact]
    public async Task NoSuchNumber_IsRefusedWithTheOffer()
    {
        var (call, a) = (house.NewCall(), house.A);

        var receipt = await house.Call(call).Offer(house.Offer(a, dialled: "1999"));

        Assert.Equal((0, 404), (receipt.Epoch, receipt.Refusal!.SipCode));
        Assert.Equal(["reject 1 404"], await a.Until(call, "reject"));
        Assert.Equal("noSuchNumber", (await house.Entry(call)).Result);
    }

    [Fact]
    public async Task NotRegistered_Is480()
    {
        var (call, a) = (house.NewCall(), house.A);

        var receipt = await house.Call(call).Offer(house.Offer(a, dialled: "1004"));

        Assert.Equal(480, receipt.Refusal!.SipCode);
        Assert.Equal("unavailable", (await house.Entry(call)).Result);
    }

    [Fact]
    public async Task NoAnswer_EndsByTheGrainsOwnClock()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);
        await house.Call(call).Offer(house.Offer(a));
        await a.Until(call, "invite");

        house.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["end 2 RingTimeout", "close 2", "reject 1 480", "close 1"], await a.Until(call, "close 1"));
        Assert.Equal("noAnswer", (await house.Entry(call)).Result);
    }

    [Fact]
    public async Task Cancel_EndsTheRinging()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);
        await house.Call(call).Offer(house.Offer(a));
        await a.Until(call, "invite");

        await a.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Cancelled)));

        Assert.Equal(["close 1", "end 2 Cancelled", "close 2"], await a.Until(call, "close 2"));
        Assert.Equal(("cancelled", "caller"), await house.Entry(call) is var entry ? (entry.Result, entry.HangupBy) : default);
    }

    [Fact]
    public async Task HoldAndResume()
    {
        var call = await Talk();

        await house.A.Report(house.Grains, call, new LegReoffered(Leg(1), Now, "hold"), new MediaAnswered(Leg(1), Now, null, true));
        Assert.Equal(["reoffer 1 hold", "answerReoffer 1 local", "play 1 Silence", "play 2 HoldMusic"], await house.A.Until(call, "play 2"));
        Assert.True((await house.Call(call).View())!.Legs[0].OnHold);

        await house.A.Report(house.Grains, call, new LegReoffered(Leg(1), Now, "resume"), new MediaAnswered(Leg(1), Now, null, false));
        Assert.Equal("connect 1 2", (await house.A.Until(call, "connect"))[^1]);
    }

    [Fact]
    public async Task ACallWhoseOnlyEdgeIsGone_IsLoggedAsLostAndForgotten()
    {
        var (call, gone) = (house.NewCall(), new FakeEdge(new EdgeId("127.0.0.1:21113@1"), "edge-gone"));
        house.Edges.Add(gone);
        await house.Call(call).Offer(house.Offer(gone, dialled: "9196"));
        await gone.Until(call, "open 1");
        gone.Gone = true;

        await house.Call(call).EdgeLost(gone.Id);

        Assert.Equal("lost", (await house.Entry(call)).Result);
        await house.Cleared(call);
    }

    [Fact]
    public async Task AnEdgeThatFailsForAReasonOfItsOwn_IsToldAgain()
    {
        var (call, a) = (house.NewCall(), house.A);
        a.Failures.Enqueue(new InvalidOperationException("The edge has a fault."));

        await house.Call(call).Offer(house.Offer(a, dialled: "9196"));

        // Nothing else happens in the call: only the pump itself can send what was refused.
        await Eventually.IsTrueAsync("the fault", TimeSpan.FromSeconds(5), () => Task.FromResult(a.Failures.Count == 0));
        var told = a.Until(call, "open");
        do
        {
            // The pump has seen the fault a moment after the edge had it: the clock moves until its pause is over.
            house.Time.Advance(TimeSpan.FromSeconds(1));
        }
        while (await Task.WhenAny(told, Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken)) != told);
        Assert.Equal(["open 1 offer"], await told);
    }

    [Fact]
    public async Task ACallThatCouldNotBeSaved_HoldsNoPlaceOnTheTrunk()
    {
        var (call, trunk) = (house.NewCall(), house.Grains.GetGrain<ITrunkGrain>("demo/carrier"));
        var before = (await trunk.Status()).Calls;
        house.Storage.DownFor = "call";
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => house.Call(call).Offer(house.Offer(house.A, dialled: "+576015550199")));
        }
        finally
        {
            house.Storage.DownFor = null;
        }

        await Eventually.IsTrueAsync("the trunk to release the call", TimeSpan.FromSeconds(10), async () => (await trunk.Status()).Calls == before);
    }

    private async Task<CallId> Talk()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);
        await house.Call(call).Offer(house.Offer(a));
        await a.Until(call, "invite");
        await a.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        await a.Until(call, "record");
        return call;
    }

    private static LegId Leg(int number) => new(number);
}
