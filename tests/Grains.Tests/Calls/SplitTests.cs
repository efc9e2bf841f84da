using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>Media is anchored at A; legs are signalled by B, by both, or by A.</summary>
public sealed class SplitTests
{
    private readonly CallScript _call = new();

    [Fact]
    public void BothLegsAreSignalledElsewhere()
    {
        _call.Offer(B, anchor: A).Route(Ring(Agent2, false, Device(Agent2, B)));
        Assert.Equal(["open 1 offer report", "open 2 like 1 report"], _call.Sent(A));
        Assert.Empty(_call.Sent(B));

        _call.See(A, _call.MediaAnswered(1, "sdp1"), _call.MediaOffered(2, "sdp2"));
        Assert.Equal(["invite 2 sdp2"], _call.Sent(B));

        _call.See(B, _call.Ringing(2), _call.Answered(2));
        Assert.Equal(["progress 1 180 none", "answer 1 sdp1"], _call.Sent(B));
        Assert.Equal(["accept 2 answer", "connect 1 2"], _call.Sent(A));

        _call.See(B, _call.Closed(2));
        Assert.Equal(["close 2", "close 1"], _call.Sent(A));
        Assert.Equal(["end 1 PeerEnded"], _call.Sent(B));
    }

    [Fact]
    public void TheCalledLegIsSignalledElsewhere()
    {
        _call.Offer(A).Route(Ring(Agent2, false, Device(Agent2, B)));
        Assert.Equal(["open 1 offer", "open 2 like 1 report"], _call.Sent(A));

        _call.See(A, _call.MediaOffered(2, "sdp2")).See(B, _call.Early(2, "early"));
        Assert.Equal(["accept 2 early", "connect 1 2", "progress 1 183 local"], _call.Sent(A));
        Assert.Equal(["invite 2 sdp2"], _call.Sent(B));
    }

    [Fact]
    public void AnAnswerThatIsFasterThanTheAnchor_Waits()
    {
        _call.Offer(B, anchor: A).Route(Ring(Agent2, false, Device(Agent2, A)));
        Assert.Equal(["open 1 offer report", "open 2 like 1", "invite 2 local"], _call.Sent(A));

        _call.See(A, _call.Early(2, "early"), _call.Answered(2, null));
        Assert.Empty(_call.Sent(B));

        _call.See(A, _call.MediaAnswered(1, "sdp1"));
        Assert.Equal(["answer 1 sdp1"], _call.Sent(B));
    }

    [Fact]
    public void AReofferTravelsThereAndBack()
    {
        _call.Offer(B, anchor: A).Route(Ring(Agent2, false, Device(Agent2, A))).See(A, _call.MediaAnswered(1, "sdp1"), _call.Answered(2));
        _call.Sent(A);
        _call.Sent(B);

        _call.See(B, _call.Reoffered(1, "hold"));
        Assert.Equal(["reoffer 1 hold report"], _call.Sent(A));
        Assert.Empty(_call.Sent(B));

        _call.See(A, _call.MediaAnswered(1, "held", hold: true));
        Assert.Equal(["answerReoffer 1 held"], _call.Sent(B));
    }

    [Fact]
    public void AnOfferlessInviteToASourceLine_GetsTheAnchorsOffer()
    {
        _call.Offer(B, sdp: null, anchor: A).Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Echo));
        Assert.Equal(["open 1 report"], _call.Sent(A));

        _call.See(A, _call.MediaOffered(1, "made"));

        Assert.Equal(["answer 1 made"], _call.Sent(B));
        Assert.Equal(["play 1 Echo"], _call.Sent(A));
    }

    [Fact]
    public void ALegThatWasNeverInvited_IsNotEnded()
    {
        _call.Offer(A).Route(Ring(Agent2, false, Device(Agent2, B)));

        _call.See(A, _call.Closed(1, EndKind.Cancelled));

        Assert.Empty(_call.Sent(B));
        Assert.Equal(["close 1", "close 2"], _call.Sent(A)[^2..]);
    }
}
