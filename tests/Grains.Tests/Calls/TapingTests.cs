using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class TapingTests
{
    private readonly CallScript _call = new CallScript().Connected(record: true);

    [Fact]
    public void NamesTheRecordingAfterTheCallAndTheDay()
    {
        var start = Assert.Single(_call.State.Link(A)!.Outbox.OfType<StartRecording>());

        Assert.Equal((new RecordingId(Tenant, "c1-1"), "recordings/demo/2026/11/24/c1-1/", 0), (start.Recording, start.BlobPrefix, start.FirstChunk));
        Assert.Equal(Start.AddDays(90), _call.State.Ledger.Select(entry => entry.Event).OfType<RecordingStarted>().Single().RetainUntil);
    }

    [Fact]
    public void TheRightChannelFollowsTheTransfer()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A))).See(_call.Answered(3));

        Assert.Contains("right 1+3", _call.Sent());
        Assert.Single(_call.State.Recordings);
    }

    [Fact]
    public void ANewRecordingBegins_WhenTheLeftPartyLeaves()
    {
        _call.See(_call.Referred(1, "1003")).Route(Ring(Agent3, false, Device(Agent3, A))).See(_call.Answered(3));
        Assert.Equal(["stop", "record 3+2"], _call.Sent()[^4..^2]);

        _call.See(_call.RecordingClosed(1));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);

        _call.See(_call.Closed(2), _call.RecordingClosed(2));
        Assert.Equal(CallResult.Answered, _call.Over.Result);
        Assert.Equal(2, _call.State.Ledger.Count(entry => entry.Event is RecordingEnded));
    }

    [Fact]
    public void AProblemIsLoggedOnce_AndTheCallGoesOn()
    {
        var trouble = new RecordingTroubled(Leg(1), Start, new RecordingId(Tenant, "c1-1"), "disk full");
        _call.See(trouble, trouble, trouble);

        Assert.Single(_call.State.Ledger, entry => entry.Event is RecordingProblem);
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    [Fact]
    public void DoesNotWaitForeverForTheEndOfARecording()
    {
        _call.See(_call.Closed(1));
        Assert.Equal(_call.Now + _call.Rules.RecordingTimeout, _call.State.NextDeadline());

        _call.Now += TimeSpan.FromSeconds(1);
        _call.Wait(_call.Rules.RecordingTimeout);

        Assert.Equal(["RecordingProblem", "over Answered Hangup by 1"], _call.Ledger[^2..]);
        Assert.Equal(Start, _call.Over.At);
        Assert.Null(_call.State.NextDeadline());
    }

    [Fact]
    public void ACallThatWasNeverAnswered_HasNoRecording()
    {
        var missed = new CallScript();
        missed.Offer().Route(Ring(Agent2, record: true, Device(Agent2, A))).See(missed.Closed(1, EndKind.Cancelled));

        Assert.Empty(missed.State.Recordings);
        Assert.True(missed.State.Concluded);
    }
}
