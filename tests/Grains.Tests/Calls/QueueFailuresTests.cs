using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Users;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class QueueFailuresTests
{
    [Fact]
    public void WhereTheEdgeIsToBlame_TheAgentRests_AndIsNotPausedAsOneWhoDoesNotAnswer()
    {
        Assert.Equal(OfferFailure.Busy, QueueFailures.Of(UserFailures.EdgeLeaves));
        Assert.Equal(OfferFailure.Busy, QueueFailures.Of(Failures.EdgeGone));
        Assert.Equal(OfferFailure.Busy, QueueFailures.Of(Failures.Draining));
        Assert.Equal(OfferFailure.Unreachable, QueueFailures.Of(UserFailures.NotRegistered));
        Assert.Equal(OfferFailure.Unreachable, QueueFailures.Of(Failures.PeerSilent));
    }

    [Fact]
    public void AlsoWhenItIsTheBestOfWhatTheDevicesSaid() => Assert.Equal(OfferFailure.Busy, QueueFailures.Of(BestFailure.Of([Failures.Draining])));
}
