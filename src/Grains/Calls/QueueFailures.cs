using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Calls;

/// <summary>Failures between calls and queues, in the words of either.</summary>
internal static class QueueFailures
{
    /// <summary>Why an agent did not take the call.</summary>
    public static OfferFailure Of(CallFailure failure) => Failures.ResultOf(failure) switch
    {
        CallResult.NoAnswer => OfferFailure.NoAnswer,
        CallResult.Busy => OfferFailure.Busy,
        CallResult.Declined or CallResult.Refused => OfferFailure.Declined,
        // The agent is there, and what rings the telephone is not: soon another edge does. Whose telephone says nothing is another matter.
        _ when failure is { RetrySafe: true, SipCode: not 408 } => OfferFailure.Busy,
        _ => OfferFailure.Unreachable,
    };

    /// <summary>What a caller is told whom the queue does not take and who has nowhere else to go.</summary>
    public static CallFailure Of(QueueJoinStatus reason) => reason switch
    {
        QueueJoinStatus.NoSuchQueue => new CallFailure(480, "The queue is not set up.", 20, CallResult.Unavailable),
        QueueJoinStatus.Full => new CallFailure(486, "The queue is full.", 17, CallResult.Busy),
        QueueJoinStatus.TooSlow => new CallFailure(486, "The wait would be too long.", 17, CallResult.Busy),
        QueueJoinStatus.MaxWait => new CallFailure(480, "No agent had time.", 19, CallResult.NoAnswer),
        QueueJoinStatus.Closed or QueueJoinStatus.Holiday => new CallFailure(480, "The queue is closed.", 20, CallResult.Unavailable),
        QueueJoinStatus.NobodyServes => new CallFailure(480, "Nobody serves the queue.", 20, CallResult.Unavailable),
        _ => new CallFailure(480, "The queue takes no calls.", 20, CallResult.Unavailable),
    };
}
