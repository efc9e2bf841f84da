using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class NumberingTests
{
    private readonly CallScript _call = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));

    [Fact]
    public void TakesEachEventOnce()
    {
        Assert.Equal(new ReportReceipt(ReportStatus.Accepted, 2, 1), Report(1, _call.Ringing(2), _call.Answered(2)));
        var ledger = _call.State.Ledger.Count;

        Assert.Equal(new ReportReceipt(ReportStatus.Accepted, 2, 1), Report(1, _call.Ringing(2), _call.Answered(2)));
        Assert.Equal(new ReportReceipt(ReportStatus.Accepted, 3, 1), Report(2, _call.Answered(2), _call.Closed(2)));

        Assert.Equal(ledger + 3, _call.State.Ledger.Count);
    }

    [Fact]
    public void AsksForWhatIsMissing()
    {
        Assert.Equal(new ReportReceipt(ReportStatus.Gap, 0, 1), Report(2, _call.Answered(2)));
        Assert.Equal(CallPhase.Ringing, _call.State.Phase);
    }

    [Fact]
    public void AnEdgeWithoutPart_IsStale() =>
        Assert.Equal(ReportStatus.Stale, _call.Apply(new CallInput.Reported(new LegReport(B, 1, 1, [_call.Closed(1)]))).Report!.Status);

    [Fact]
    public void ALostEdge_IsStale()
    {
        _call.Apply(new CallInput.EdgeGone(A));

        Assert.Equal(ReportStatus.Stale, Report(1, _call.Closed(1)).Status);
    }

    [Fact]
    public void NoSuchCall_IsGone() =>
        Assert.Equal(new ReportReceipt(ReportStatus.Gone, 0, 0), new CallScript().Apply(new CallInput.Reported(new LegReport(A, 1, 1, [_call.Closed(1)]))).Report);

    [Fact]
    public void EventsThatNeedNoWrite_AreAcknowledged()
    {
        var receipt = Report(1, _call.Ringing(2), new MediaUp(Leg(1), Start), new MediaQuality(Leg(1), Start, 1, 0, 0, null), new LegDigit(Leg(1), Start, '1', 100));

        Assert.Equal(4, receipt.SavedThrough);
        Assert.False(_call.Saved);
    }

    [Fact]
    public void AfterAnActivation_GoesOnWhereTheEdgeGoesOn()
    {
        _call.Apply(new CallInput.Activated());
        Assert.Equal(2, _call.State.Epoch);

        // 1 and 2 were acknowledged by the activation before and not saved: the edge has forgotten them.
        Assert.Equal(new ReportReceipt(ReportStatus.Accepted, 3, 2), Report(3, _call.Answered(2)));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Equal(new ReportReceipt(ReportStatus.Gap, 3, 2), Report(5, _call.Closed(2)));
    }

    [Fact]
    public void AfterAnActivation_UsesNoNumberTwice()
    {
        // The edge has taken 3 saved commands and a 180 under number 4 that was not saved.
        _call.Apply(new CallInput.Activated());
        _call.See(_call.Answered(2));
        Assert.Equal(6, _call.State.Link(A)!.Outbox.Count);

        _call.Apply(new CallInput.EdgeAhead(A, 4));

        var link = _call.State.Link(A)!;
        Assert.Equal((5, "accept 2 answer"), (link.FirstNumber, Words.Of(link.Outbox[0])));
        Assert.Equal(3, link.Outbox.Count);
    }

    [Fact]
    public void AfterAnActivation_SendsAgainWhatTheEdgeHasNot()
    {
        _call.Apply(new CallInput.Activated());

        _call.Apply(new CallInput.EdgeAhead(A, 1));

        var link = _call.State.Link(A)!;
        Assert.Equal((2, "open 2 like 1"), (link.FirstNumber, Words.Of(link.Outbox[0])));
    }

    [Fact]
    public void UnknownLegs_ChangeNothing()
    {
        Report(1, _call.Closed(9), _call.Answered(0), _call.Ringing(-1));

        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    private ReportReceipt Report(int first, params LegEvent[] events) =>
        _call.Apply(new CallInput.Reported(new LegReport(A, 1, first, [.. events]))).Report!;
}
