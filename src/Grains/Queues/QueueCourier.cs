using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Queues;

/// <summary>Brings what a queue says to agents and calls, outside of its turns.</summary>
/// <remarks>
/// It tries a few times and then leaves it: reservations, releases and send-offs are said again by the queue's own deadlines, a ring that was never heard of
/// ends by its guard, and a new activation says everything again. That an agent has the caller is said until the agent confirms it: no deadline of the queue
/// says it again, and an agent who never hears it has no wrap-up.
/// </remarks>
/// <param name="grains">Finds agents and calls.</param>
/// <param name="queue">The queue.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what went wrong.</param>
/// <param name="stop">The activation ends; the next one says everything again.</param>
internal sealed class QueueCourier(IGrainFactory grains, QueueId queue, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private const int Attempts = 3;

    /// <summary>Sends a message; what becomes of it comes back as messages.</summary>
    public void Send(QueueTell tell) => Deliver(tell).Ignore();

    private async Task Deliver(QueueTell tell)
    {
        var isAnswered = tell is QueueTell.ToAgent { Order: AgentOrder.Connect };
        var wait = new BackOff(time, stop);
        for (var attempt = 1; attempt <= Attempts || isAnswered; attempt++)
        {
            try
            {
                await Say(tell);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The silo of the receiver may be gone: the next attempt finds another one.
                QueueLog.TellFailed(logger, queue.Key, tell.GetType().Name, Pii.Text(e.Message));
            }

            if (attempt >= Attempts && isAnswered)
            {
                // Its store is away: what comes late finds an agent who holds the offer still, or is nothing to them.
                await wait.Wait();
            }
        }
    }

    private Task Say(QueueTell tell) => tell switch
    {
        QueueTell.ToAgent { Order: AgentOrder.Connect connect, Who: var who } => grains.GetGrain<IAgentTurns>(who.Key).Order(connect),
        QueueTell.ToAgent told => grains.GetGrain<IAgentTurns>(told.Who.Key).Hear(told.Order),
        QueueTell.Ring ring => Of(ring.Call, ring.Visit, call => call.RingAgent(queue, ring.Visit, ring.Offer, ring.Agent, ring.RingTime)),
        QueueTell.CallBack back => grains.GetGrain<ICallQueueing>(CallingBack.CallOf(queue, back.Waited, back.Offer).Key).CallBack(queue, back.Offer, back.Order),
        QueueTell.StopRinging stop => grains.GetGrain<ICallQueueing>(stop.Call.Key).StopRinging(queue, stop.Offer),
        QueueTell.Announce announce => Of(announce.Call, announce.Visit, call => call.Announce(queue, announce.Visit, announce.What)),
        QueueTell.SendAway away => Of(away.Call, away.Visit, call => call.SendAway(queue, away.Visit, away.To, away.Reason)),
        _ => Task.CompletedTask,
    };

    private async Task Of(CallId call, int visit, Func<ICallQueueing, Task<bool>> say)
    {
        if (!await say(grains.GetGrain<ICallQueueing>(call.Key)))
        {
            await grains.GetGrain<IQueueGrain>(queue.Key).Leave(call, visit);
        }
    }
}
