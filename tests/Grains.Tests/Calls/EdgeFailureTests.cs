using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class EdgeFailureTests
{
    [Fact]
    public void ALostAnchor_EndsTheCallOnceAsLost()
    {
        var call = new CallScript().Connected(record: true);

        call.Apply(new CallInput.EdgeGone(A));
        call.Apply(new CallInput.EdgeGone(A));

        Assert.Empty(call.State.Link(A)!.Outbox);
        Assert.Equal((CallResult.Lost, EndKind.EdgeLost), (call.Over.Result, call.Over.Cause.Kind));
        Assert.Single(call.Ledger, word => word.StartsWith("over", StringComparison.Ordinal));
        Assert.Contains("RecordingProblem", call.Ledger);
        Assert.Empty(call.Live);
    }

    [Fact]
    public void ALostSignallingEdge_EndsTheLegsOfTheOther()
    {
        var call = new CallScript();
        call.Offer(A).Route(Ring(Agent2, true, Device(Agent2, B))).See(A, call.MediaOffered(2)).See(B, call.Answered(2));
        call.Sent(A);

        call.Apply(new CallInput.EdgeGone(B));

        Assert.Equal(["stop", "end 1 EdgeLost", "close 1", "close 2"], call.Sent(A));
        Assert.False(call.State.Concluded);

        call.See(A, call.RecordingClosed());
        Assert.Equal(CallResult.Lost, call.Over.Result);
    }

    [Fact]
    public void AnEdgeWithoutPart_IsNoLoss()
    {
        var call = new CallScript().Connected();

        call.Apply(new CallInput.EdgeGone(B));

        Assert.Equal(CallPhase.Connected, call.State.Phase);
        Assert.False(call.Saved);
    }

    [Fact]
    public void AnEdgeThatIsLostAfterTheEnd_ClosesTheRecordingOnly()
    {
        var call = new CallScript().Connected(record: true).See(new CallScript().Closed(1));
        Assert.False(call.State.Concluded);

        call.Apply(new CallInput.EdgeGone(A));

        Assert.Equal(CallResult.Answered, call.Over.Result);
    }

    [Fact]
    public void AClosingEdge_EndsItsCallsInGoodOrder()
    {
        var call = new CallScript().Connected(record: true);

        call.Apply(new CallInput.EdgeStopping(A));
        Assert.Equal(["stop", "end 1 Shutdown", "close 1", "end 2 Shutdown", "close 2"], call.Sent());

        call.See(call.RecordingClosed());
        Assert.Equal(CallResult.Shutdown, call.Over.Result);
        call.Apply(new CallInput.EdgeGone(A));
        Assert.Equal(CallResult.Shutdown, call.Over.Result);
    }

    [Fact]
    public void AClosingEdge_EndsARingingCall()
    {
        var call = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        call.Sent();

        call.Apply(new CallInput.EdgeStopping(A));

        Assert.Equal(["end 1 Shutdown", "close 1", "end 2 Shutdown", "close 2"], call.Sent());
    }

    [Fact]
    public void ADrainingEdge_LosesTheNewLegOnly()
    {
        var call = new CallScript();
        call.Offer(A).Route(Ring(Agent2, false, Device(Agent2, A), Device(Agent2, B, 2))).See(A, call.MediaOffered(3));
        var taken = call.State.Link(B)!.NextNumber - 2;
        call.Sent(A);

        call.Apply(new CallInput.EdgeDraining(B, taken));

        Assert.Empty(call.State.Link(B)!.Outbox);
        Assert.Equal(["close 3"], call.Sent(A));
        Assert.Equal([Leg(1), Leg(2)], call.Live);
    }

    [Fact]
    public void ALegThatCannotBeHadAnywhere_FailsTheCall()
    {
        var call = new CallScript().Offer(A).Route(Ring(Agent2, false, Device(Agent2, A)));

        call.Apply(new CallInput.EdgeDraining(A, 0));

        Assert.Equal(["reject 1 500", "close 1"], call.State.Link(A)!.Outbox.Select(Words.Of).ToArray()[^2..]);
        Assert.Equal(1, call.State.Link(A)!.FirstNumber);
    }
}
