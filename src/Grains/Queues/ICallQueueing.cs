using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>What a queue tells a call that waits in it; sent after the queue's turn, never awaited in it, and each harmless when it comes twice.</summary>
/// <remarks>The answer says whether the call still waits in this visit: a queue that hears no takes the caller out, however the call's own message was lost.</remarks>
[Alias("rtc.ICallQueueing")]
internal interface ICallQueueing : IGrainWithStringKey
{
    /// <summary>Ring an agent beside the music; the outcome comes as <see cref="IQueueGrain.OfferAnswered"/> or <see cref="IQueueGrain.OfferFailed"/>.</summary>
    [Alias("RingAgent"), ResponseTimeout("00:00:05")]
    Task<bool> RingAgent(QueueId queue, int visit, long offer, UserId agent, TimeSpan ringTime);

    /// <summary>Ring an agent and then call a number; sent to the call that follows from the offer, which begins with it.</summary>
    [Alias("CallBack"), ResponseTimeout("00:00:05")]
    Task CallBack(QueueId queue, long offer, CallBackOrder order);

    /// <summary>Stop ringing the agent of an offer; nothing is reported of it.</summary>
    [Alias("StopRinging"), ResponseTimeout("00:00:05")]
    Task StopRinging(QueueId queue, long offer);

    /// <summary>Play something, then music again.</summary>
    [Alias("Announce"), ResponseTimeout("00:00:05")]
    Task<bool> Announce(QueueId queue, int visit, QueueAnnouncement what);

    /// <summary>Leave the queue for another number, or end where there is none.</summary>
    [Alias("SendAway"), ResponseTimeout("00:00:05")]
    Task<bool> SendAway(QueueId queue, int visit, string? to, QueueJoinStatus reason);
}
