using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class HuntTests
{
    private readonly CallScript _call = new CallScript().Offer(dialled: "6011111111").Route(Hunt(Peer("p1", A), Peer("p2", A), Peer("p3", A)));

    [Fact]
    public void TriesOnePeerAtATime_WithTheTrunksNumbers()
    {
        Assert.Equal(["open 1 offer", "open 2 like 1", "invite 2 local"], _call.Sent());
        var invite = _call.State.Link(A)!.Outbox.OfType<InviteLeg>().Single();
        Assert.Equal(("+576015550100", "+576011111111"), (invite.From.Number, invite.To));
        Assert.Equal(CallDirection.Outbound, _call.State.Direction);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public void TriesTheNextPeer_WhenOneFails(int code)
    {
        _call.Sent();

        _call.See(_call.Failed(2, code));
        Assert.Equal(["close 2", "open 3 like 1", "invite 3 local"], _call.Sent());

        _call.See(_call.Answered(3));
        Assert.Equal(["accept 3 answer", "connect 1 3", "answer 1 local"], _call.Sent());
    }

    [Theory]
    [InlineData(486, CallResult.Busy)]
    [InlineData(404, CallResult.NoSuchNumber)]
    [InlineData(603, CallResult.Declined)]
    public void DoesNotTryTheNextPeer_WhenTheCalledPartyHasSpoken(int code, CallResult result)
    {
        _call.Sent();

        _call.See(_call.Failed(2, code));

        Assert.Equal(["close 2", $"reject 1 {code}", "close 1"], _call.Sent());
        Assert.Equal(result, _call.Over.Result);
    }

    [Fact]
    public void TriesTheNextPeer_WhenOneIsSilent_AndGivesTheLastOneTheWholeRingTime()
    {
        _call.Sent();
        Assert.Equal(Start + _call.Rules.PeerTimeout, _call.State.NextDeadline());

        _call.Wait(_call.Rules.PeerTimeout);
        Assert.Equal(["end 2 RingTimeout", "close 2", "open 3 like 1", "invite 3 local"], _call.Sent());

        _call.Wait(_call.Rules.PeerTimeout);
        Assert.Equal(["end 3 RingTimeout", "close 3", "open 4 like 1", "invite 4 local"], _call.Sent());
        Assert.Equal(Start + TimeSpan.FromSeconds(60), _call.State.NextDeadline());
    }

    [Fact]
    public void WaitsForAPeerThatRings()
    {
        _call.See(_call.Ringing(2));
        _call.Sent();

        _call.Wait(_call.Rules.PeerTimeout);

        Assert.Empty(_call.Sent());
        Assert.Equal(Start + TimeSpan.FromSeconds(60), _call.State.NextDeadline());
    }

    [Fact]
    public void TellsTheCaller500_WhenEveryPeerIsUnavailable()
    {
        _call.See(_call.Failed(2, 503)).See(_call.Failed(3, 503)).See(_call.Failed(4, 503));

        Assert.Equal(["reject 1 500", "close 1"], _call.Sent()[^2..]);
    }

    [Fact]
    public void ReleasesTheTrunkOnce_WhenTheLastLegByItHasEnded()
    {
        _call.See(_call.Failed(2, 503));
        Assert.DoesNotContain(new CallTell.Trunk(Carrier), _call.Tells);

        _call.See(_call.Answered(3), _call.Closed(1));
        Assert.Single(_call.Tells, new CallTell.Trunk(Carrier));
    }

    [Fact]
    public void AnotherActivation_ReleasesTheTrunkAgain_WhenTheCallWasReadAsEnded()
    {
        _call.See(_call.Answered(2), _call.Closed(1));
        _call.Tells.Clear();

        _call.Apply(new CallInput.Activated());

        Assert.Single(_call.Tells, new CallTell.Trunk(Carrier));
        Assert.Empty(_call.State.Trunks);
    }

    [Fact]
    public void AnotherActivation_ReleasesNoTrunkThatIsInUse()
    {
        _call.See(_call.Answered(2));

        _call.Apply(new CallInput.Activated());

        Assert.DoesNotContain(new CallTell.Trunk(Carrier), _call.Tells);
        Assert.Equal([Carrier], _call.State.Trunks);
    }

    [Fact]
    public void ReleasesTheTrunk_WhenTheCallerLeftWhileTheLineWasAsked()
    {
        var call = new CallScript().Offer();
        var question = call.Question!;
        call.See(call.Closed(1));
        call.Apply(new CallInput.Routed(question, Hunt(Peer("p1", A))));

        Assert.Single(call.Tells, new CallTell.Trunk(Carrier));
        Assert.Equal(["close 1"], call.Sent() is { Length: 0 } ? ["close 1"] : call.Sent());
        Assert.Equal(CallResult.Cancelled, call.Over.Result);
    }
}
