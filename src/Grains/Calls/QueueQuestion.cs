using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Calls;

/// <summary>What a call asks a queue within a turn.</summary>
/// <param name="Queue">The queue.</param>
internal abstract record QueueQuestion(QueueId Queue)
{
    /// <summary>May the caller wait?</summary>
    public sealed record Join(QueueId Queue, QueueJoin What) : QueueQuestion(Queue);

    /// <summary>The caller wants to hang up and be called back at a number; is there room for that?</summary>
    public sealed record CallBack(QueueId Queue, string Number) : QueueQuestion(Queue);

    /// <summary>An agent has answered; is the offer still theirs? For one who calls back the turn fails when the queue cannot be asked: the edge reports the answer again.</summary>
    public sealed record Answered(QueueId Queue, long Offer, bool CallsBack = false) : QueueQuestion(Queue);
}
