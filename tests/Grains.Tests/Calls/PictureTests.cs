using RtcCluster.Contracts.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>A browser whose picture of the other party began or ended is asked to offer anew; what telephones have is not touched.</summary>
public sealed class PictureTests
{
    private readonly CallScript _call = new CallScript().Connected();

    [Fact]
    public void ABrowserWhoseAnswerIsOutdated_IsAskedToOfferAnew()
    {
        AtABrowser();
        _call.See(new MediaOutdated(Leg(2), _call.Now));
        Assert.Equal(["offer 2 none"], _call.Sent());
        Assert.True(_call.Saved);

        _call.See(_call.Reoffered(2, "with video"), _call.MediaAnswered(2));
        Assert.Equal(["reoffer 2 with video", "answerReoffer 2 local"], _call.Sent());
    }

    [Fact]
    public void APageThatSignalsBySip_KeepsWhatItHas()
    {
        _call.See(new MediaOutdated(Leg(2), _call.Now));
        Assert.Empty(_call.Sent());
    }

    [Fact]
    public void OnlyTheAnchorKnows()
    {
        AtABrowser();
        _call.See(B, new MediaOutdated(Leg(2), _call.Now));
        Assert.Empty(_call.Sent());
    }

    private void AtABrowser()
    {
        _call.State.Legs[1].Device = "agent2-browser";
        _call.See(new MediaUp(Leg(2), _call.Now));
        Assert.Equal(["show 2 Connected 1001"], _call.Sent());
    }
}
