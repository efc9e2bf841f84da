using RtcCluster.Sip.Dialogs;
using Xunit;

namespace RtcCluster.Sip.Tests.Dialogs;

public sealed class OfferAnswerTests
{
    [Fact]
    public void Rfc3264_4_OnlyOneOfferIsOpen_AndOnlyTheOtherSideAnswersIt()
    {
        var offers = new OfferAnswer();
        Assert.False(offers.TrySendAnswer());
        Assert.False(offers.TryReceiveAnswer());
        Assert.True(offers.TrySendOffer());
        Assert.False(offers.TrySendOffer());
        Assert.False(offers.TryReceiveOffer());
        Assert.False(offers.TrySendAnswer());
        Assert.True(offers.TryReceiveAnswer());
        Assert.Equal(OfferAnswerState.Agreed, offers.State);
        Assert.True(offers.TryReceiveOffer());
        Assert.Equal(OfferAnswerState.RemoteOffer, offers.State);
        Assert.True(offers.TrySendAnswer());
    }

    [Fact]
    public void Rfc3261_14_1_WithdrawnOffer_LeavesWhatWasAgreed()
    {
        var offers = new OfferAnswer();
        offers.TryReceiveOffer();
        offers.Withdraw();
        Assert.Equal(OfferAnswerState.None, offers.State);
        offers = new OfferAnswer(agreed: true);
        offers.TrySendOffer();
        offers.Withdraw();
        Assert.Equal(OfferAnswerState.Agreed, offers.State);
    }
}
