using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 asked for a call to 1002 through the API.</summary>
public sealed class OriginateTests
{
    private readonly CallScript _call = new CallScript().Originate(Device(Agent1, A, 1), Device(Agent1, A, 2));

    [Fact]
    public void RingsTheOwnDevices_ThenTheTarget()
    {
        Assert.Equal(["open 1 rec", "invite 1 local", "open 2 rec", "invite 2 local"], _call.Sent());
        Assert.Equal("1002", _call.State.Link(A)!.Outbox.OfType<InviteLeg>().First().From.Number);

        _call.See(_call.Ringing(1), _call.Answered(2));
        Assert.Equal(["accept 2 answer", "end 1 AnsweredElsewhere", "close 1", "play 2 Ringback"], _call.Sent());
        Assert.Equal(("1002", Agent1), (_call.Question!.Number, _call.Question.Request.OnBehalfOf));

        _call.Route(Ring(Agent2, true, Device(Agent2, A)));
        Assert.Equal(["open 3 like 2 rec", "invite 3 local"], _call.Sent());

        _call.See(_call.Ringing(3));
        Assert.Empty(_call.Sent());

        _call.See(_call.Answered(3));
        Assert.Equal(["accept 3 answer", "connect 2 3", "record 2+3"], _call.Sent());

        _call.See(_call.Closed(2), _call.RecordingClosed());
        var entry = Grains.Calls.CallLogProjection.Of(_call.State.Id, _call.State.Ledger)!;
        Assert.Equal(
            ("1001", "1002", Agent2.Key, "answered", "caller"),
            (entry.FromNumber, entry.ToNumber, entry.ToUserId, entry.Result, entry.HangupBy));
    }

    [Fact]
    public void NobodyAtTheOwnDevices_IsNoAnswer()
    {
        _call.Wait(TimeSpan.FromSeconds(60));

        Assert.Equal(["end 1 RingTimeout", "close 1", "end 2 RingTimeout", "close 2"], _call.Sent()[^4..]);
        Assert.Equal(CallResult.NoAnswer, _call.Over.Result);
    }

    [Fact]
    public void ABusyTarget_EndsTheCall()
    {
        _call.See(_call.Answered(1)).Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Failed(3, 486));

        Assert.Equal(["close 3", "end 1 Failed", "close 1"], _call.Sent()[^3..]);
        Assert.Equal(CallResult.Busy, _call.Over.Result);
    }

    [Fact]
    public void ANumberThatDoesNotExist_EndsTheCall()
    {
        _call.See(_call.Answered(1)).Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(404, "no")));

        Assert.Equal(["end 1 Failed", "close 1"], _call.Sent()[^2..]);
        Assert.Equal(CallResult.NoSuchNumber, _call.Over.Result);
    }

    [Fact]
    public void TheUserHangsUpWhileTheTargetRings()
    {
        _call.See(_call.Answered(1)).Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Closed(1));

        Assert.Equal(["close 1", "end 3 Cancelled", "close 3"], _call.Sent()[^3..]);
        Assert.Equal(CallResult.Cancelled, _call.Over.Result);
    }

    [Fact]
    public void ASourceLine_IsHeardAtOnce()
    {
        _call.See(_call.Answered(1)).Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Echo));

        Assert.Equal("play 1 Echo", _call.Sent()[^1]);
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }
}
