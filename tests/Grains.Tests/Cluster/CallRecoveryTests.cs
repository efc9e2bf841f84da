using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>What a call makes of activations, edges and stores that come and go.</summary>
public sealed class CallRecoveryTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private DateTimeOffset Now => house.Time.GetUtcNow();

    [Fact]
    public async Task AnotherActivation_GoesOnWhileItRings_AndLosesNoCommand()
    {
        var call = await Ring();
        await house.A.Report(house.Grains, call, new LegRinging(Leg(2), Now, 180));
        Assert.Equal(["progress 1 180 none"], await house.A.Until(call, "progress"));

        await house.Deactivate(call);
        var receipt = await Reports(call, new LegAnswered(Leg(2), Now, "answer", null));

        Assert.Equal(2, receipt.Epoch);
        Assert.Equal(["accept 2 answer", "connect 1 2", "answer 1 local", "record 1+2"], await house.A.Until(call, "record"));
    }

    [Fact]
    public async Task AnotherActivation_SendsWhatTheOneBeforeCouldNot_ThoughNobodyAsksForIt()
    {
        var call = await Ring();
        house.A.Failures.Enqueue(new TimeoutException("The edge says nothing."));
        await house.A.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        await Eventually.IsTrueAsync("the edge to be asked in vain", TimeSpan.FromSeconds(15), () => Task.FromResult(house.A.Failures.Count == 0));

        await house.Deactivate(call);

        Assert.Equal(["accept 2 answer", "connect 1 2", "answer 1 local", "record 1+2"], await house.A.Until(call, "record"));
    }

    [Fact]
    public async Task AnotherActivation_KeepsTheDeadline()
    {
        var call = await Ring();
        await house.Deactivate(call);
        Assert.Equal(CallPhase.Ringing, (await house.Call(call).View())!.Phase);

        house.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(["end 2 RingTimeout", "close 2", "reject 1 480", "close 1"], await house.A.Until(call, "close 1"));
    }

    [Fact]
    public async Task AnotherActivation_ArchivesACallThatHadEnded()
    {
        var call = await Talk();
        await house.A.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        await house.A.Until(call, "close 2");
        await house.Deactivate(call);

        await Reports(call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));

        Assert.Equal("answered", (await house.Entry(call)).Result);
        await house.Cleared(call);
    }

    [Fact]
    public async Task ReportsAreTakenOnce_AndInOrder()
    {
        var call = await Ring();
        var grain = house.Call(call);
        LegEvent[] events = [new LegRinging(Leg(2), Now, 180), new LegAnswered(Leg(2), Now, "answer", null)];

        var gap = await grain.Report(new LegReport(house.A.Id, 1, 2, [events[1]]));
        var first = await grain.Report(new LegReport(house.A.Id, 1, 1, [.. events]));
        var again = await grain.Report(new LegReport(house.A.Id, 1, 1, [.. events]));

        Assert.Equal(new ReportReceipt(ReportStatus.Gap, 0, 1), gap);
        Assert.Equal(new ReportReceipt(ReportStatus.Accepted, 2, 1), first);
        Assert.Equal(first, again);
        await house.A.Until(call, "record");
        Assert.Single(house.A.Commands(call), command => command is AnswerLeg);
    }

    [Fact]
    public async Task AnOfferThatComesTwice_IsOneCall()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);
        var offer = house.Offer(a);

        var first = await house.Call(call).Offer(offer);
        var second = await house.Call(call).Offer(offer);

        Assert.Equal(first, second);
        await a.Until(call, "invite");
        Assert.Single(a.Commands(call), command => command is InviteLeg);
    }

    [Fact]
    public async Task AReportOfACallThatIsNot_IsGone()
    {
        var receipt = await house.Call(house.NewCall()).Report(new LegReport(house.A.Id, 1, 1, [new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup))]));

        Assert.Equal(ReportStatus.Gone, receipt.Status);
    }

    [Fact]
    public async Task SignallingAtOneEdge_MediaAtTheOther()
    {
        var (call, a, b) = (house.NewCall(), house.A, house.B);
        await house.Register(3, b, 6003);

        await house.Call(call).Offer(house.Offer(b, dialled: "1003"));
        Assert.Equal(["open 1 offer rec report", "open 2 like 1 rec report"], await a.Until(call, "open 2"));
        await a.Report(house.Grains, call, new MediaAnswered(Leg(1), Now, "sdp1", false), new MediaOffered(Leg(2), Now, "sdp2"));
        Assert.Equal(["invite 2 sdp2"], await b.Until(call, "invite"));

        await b.Report(house.Grains, call, new LegRinging(Leg(2), Now, 180), new LegAnswered(Leg(2), Now, "answer", null));
        Assert.Equal(["progress 1 180 none", "answer 1 sdp1"], await b.Until(call, "answer"));
        Assert.Equal(["accept 2 answer", "connect 1 2", "record 1+2"], await a.Until(call, "record"));

        await b.Report(house.Grains, call, new LegClosed(Leg(2), Now, new EndCause(EndKind.Hangup)));
        Assert.Equal(["stop", "close 2", "close 1"], await a.Until(call, "close 1"));
        Assert.Equal(["end 1 PeerEnded"], await b.Until(call, "end"));
    }

    [Fact]
    public async Task AnEdgeThatIsGone_EndsItsCallsAsLost_Once()
    {
        var edge = await Another("edge-gone", 31001);
        var call = await Talk(edge);
        edge.Gone = true;

        Assert.Equal(IntentStatus.Accepted, (await house.Call(call).Act(new HoldIntent(GrainHouse.User(1), false))).Status);

        Assert.Equal("lost", (await house.Entry(call)).Result);
        await house.Cleared(call);
        await house.Call(call).EdgeLost(edge.Id);
        Assert.Null(await house.Call(call).View());
    }

    [Fact]
    public async Task ALeaseThatRunsOut_TellsTheCalls()
    {
        var edge = await Another("edge-lease", 31002);
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(edge.Id.Value);
        await lease.Open(edge.Info);
        var call = await Talk(edge);
        await lease.Track([call, house.NewCall()]);
        Assert.True(await lease.Renew(new EdgeLoad(1, 2, false)));

        var entry = await house.WhileTimePasses(house.Entry(call));

        Assert.Equal("lost", entry.Result);
        Assert.False(await lease.Renew(new EdgeLoad(1, 2, false)));
        await Eventually.GetAsync(
            "the edge to be withdrawn",
            TimeSpan.FromSeconds(10),
            async () => await house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List(),
            edges => edges.All(other => other.Edge != edge.Id));
    }

    [Fact]
    public async Task ASuccessorAtTheSameEndpoint_EndsTheCallsOfItsPredecessor()
    {
        var before = await Another("edge-restart", 31003, generation: 1);
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(before.Id.Value);
        await lease.Open(before.Info);
        var call = await Talk(before);
        await lease.Track([call]);

        await Another("edge-restart", 31003, generation: 2);

        Assert.Equal("lost", (await house.WhileTimePasses(house.Entry(call))).Result);
    }

    [Fact]
    public async Task AnEdgeThatStops_EndsItsCallsAsShutdown()
    {
        var call = await Talk();

        await house.Call(call).EdgeClosing(house.A.Id);
        Assert.Equal(["stop", "end 1 Shutdown", "close 1", "end 2 Shutdown", "close 2"], await house.A.Until(call, "close 2"));
        await Reports(call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));

        Assert.Equal("shutdown", (await house.Entry(call)).Result);
    }

    [Fact]
    public async Task CommandsAreSentAgain_WhenTheEdgeDoesNotAnswer()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);
        a.Failures.Enqueue(new TimeoutException("busy"));
        a.Failures.Enqueue(new TimeoutException("busy"));

        await house.Call(call).Offer(house.Offer(a));

        Assert.Equal(["open 1 offer rec", "open 2 like 1 rec", "invite 2 local"], await house.WhileTimePasses(a.Until(call, "invite")));
    }

    [Fact]
    public async Task AStoreThatIsDown_RefusesTheCall_AndNobodyWasTold()
    {
        var (call, a) = (house.NewCall(), house.A);
        await house.Register(2, a);
        var offer = house.Offer(a);
        house.Storage.Down = true;

        await Assert.ThrowsAnyAsync<Exception>(() => house.Call(call).Offer(offer));

        Assert.Null(await house.Call(call).View());
        Assert.Empty(a.Commands(call));
        house.Storage.Down = false;
        Assert.Equal(1, (await house.Call(call).Offer(offer)).Epoch);
        Assert.Equal("invite 2 local", (await a.Until(call, "invite"))[^1]);
    }

    [Fact]
    public async Task AStoreThatIsDown_LetsTheCallGoOn_AndTakesTheReportLater()
    {
        var call = await Talk();
        house.Storage.Down = true;
        var closed = new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup));

        await Assert.ThrowsAnyAsync<Exception>(() => house.A.Report(house.Grains, call, closed));
        Assert.Equal(CallPhase.Connected, (await house.Call(call).View())!.Phase);
        Assert.DoesNotContain(house.A.Commands(call), command => command is EndLeg);

        house.Storage.Down = false;
        Assert.Equal(ReportStatus.Accepted, (await house.A.Report(house.Grains, call, closed)).Status);
        Assert.Equal(["stop", "close 1", "end 2 PeerEnded", "close 2"], await house.A.Until(call, "close 2"));
    }

    [Fact]
    public async Task AStoreThatIsDown_DelaysADeadline()
    {
        var call = await Ring();
        house.Storage.Down = true;
        house.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(CallPhase.Ringing, (await house.Call(call).View())!.Phase);

        house.Storage.Down = false;
        Assert.Equal("close 1", (await house.WhileTimePasses(house.A.Until(call, "close 1")))[^1]);
        Assert.Equal("noAnswer", (await house.Entry(call)).Result);
    }

    [Fact]
    public async Task ACallSaves_AtOfferAnswerAndEnd_AndNotWhenItRings()
    {
        var before = Writes();
        var call = await Ring();
        await Reports(call, new LegRinging(Leg(2), Now, 180), new MediaAnswered(Leg(1), Now, null, false), new MediaUp(Leg(1), Now));
        Assert.Equal(before + 1, Writes());

        await Reports(call, new LegAnswered(Leg(2), Now, "answer", null));
        await Reports(call, new MediaQuality(Leg(1), Now, 1, 0, 0, null), new LegDigit(Leg(1), Now, '1', 80));
        Assert.Equal(before + 2, Writes());

        await Reports(call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        await Reports(call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));
        await house.Cleared(call);
        Assert.Equal(before + 4, Writes());
    }

    private int Writes()
    {
        lock (house.Storage.Writes)
        {
            return house.Storage.Writes.GetValueOrDefault("call");
        }
    }

    private Task<ReportReceipt> Reports(CallId call, params LegEvent[] events) => house.A.Report(house.Grains, call, events);

    private async Task<FakeEdge> Another(string name, int port, int generation = 1)
    {
        var edge = new FakeEdge(new EdgeId($"127.0.0.1:{port}@{generation}"), name);
        house.Edges.Add(edge);
        // The directory outlives the test: a call of another test must not choose this edge as its anchor.
        await house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Announce(edge.Info with { AnchorsMedia = false });
        return edge;
    }

    private async Task<CallId> Ring(FakeEdge? at = null)
    {
        var (call, edge) = (house.NewCall(), at ?? house.A);
        await house.Register(2, edge);
        await house.Call(call).Offer(house.Offer(edge));
        await edge.Until(call, "invite");
        return call;
    }

    private async Task<CallId> Talk(FakeEdge? at = null)
    {
        var call = await Ring(at);
        var edge = at ?? house.A;
        await edge.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        await edge.Until(call, "record");
        return call;
    }

    private static LegId Leg(int number) => new(number);
}
