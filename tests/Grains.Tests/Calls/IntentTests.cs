using RtcCluster.Contracts.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class IntentTests
{
    private readonly CallScript _call = new CallScript().Connected();

    [Fact]
    public void EitherPartyHangsUp()
    {
        Assert.Equal(IntentStatus.Accepted, _call.Act(new HangUpIntent(Agent2, false)).Status);

        Assert.Equal(["end 2 Hangup", "close 2", "end 1 PeerEnded", "close 1"], _call.Sent());
        Assert.Equal((CallResult.Answered, Leg(2)), (_call.Over.Result, _call.Over.EndedBy));
    }

    [Fact]
    public void AStranger_MayNothing()
    {
        Assert.Equal(IntentStatus.Forbidden, _call.Act(new HangUpIntent(Agent3, false)).Status);
        Assert.Empty(_call.Sent());
    }

    [Fact]
    public void AnAdministrator_MayEndIt()
    {
        Assert.Equal(IntentStatus.Accepted, _call.Act(new HangUpIntent(Agent3, true)).Status);
        Assert.Equal(["end 1 Administrative", "close 1", "end 2 Administrative", "close 2"], _call.Sent());
    }

    [Fact]
    public void AnAdministrator_MayNotHoldForOthers() => Assert.Equal(IntentStatus.Conflict, _call.Act(new HoldIntent(Agent3, true)).Status);

    [Fact]
    public void DigitsGoToTheOtherParty()
    {
        Assert.Equal(IntentStatus.Accepted, _call.Act(new DigitsIntent(Agent1, false, "12#")).Status);
        Assert.Equal(["digits 2 12#"], _call.Sent());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1a")]
    [InlineData("11111111112222222222333333333344444444445555555555666666666677777")]
    public void OtherThanDigits_IsRefused(string digits)
    {
        Assert.Equal(IntentStatus.Conflict, _call.Act(new DigitsIntent(Agent1, false, digits)).Status);
        Assert.Empty(_call.Sent());
    }

    [Fact]
    public void ARingingUser_Declines_OnEveryDevice()
    {
        var ringing = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2)));
        ringing.Sent();

        Assert.Equal(IntentStatus.Accepted, ringing.Act(new HangUpIntent(Agent2, false)).Status);

        Assert.Equal(["end 2 Hangup", "close 2", "end 3 Cancelled", "close 3", "reject 1 603", "close 1"], ringing.Sent());
        Assert.Equal(CallResult.Declined, ringing.Over.Result);
    }

    [Fact]
    public void TheCaller_GivesUpThroughTheApi()
    {
        var ringing = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        ringing.Sent();

        ringing.Act(new HangUpIntent(Agent1, false));

        Assert.Equal(["end 1 Hangup", "close 1", "end 2 Cancelled", "close 2"], ringing.Sent());
        Assert.Equal(CallResult.Cancelled, ringing.Over.Result);
    }

    [Fact]
    public void NothingIsFound_AfterTheEnd()
    {
        _call.See(_call.Closed(1));

        Assert.Equal(IntentStatus.NotFound, _call.Act(new HangUpIntent(Agent1, false)).Status);
    }
}
