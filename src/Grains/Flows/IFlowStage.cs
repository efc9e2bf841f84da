using System.Collections.Immutable;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Flows;

/// <summary>What a flow acts on: a call, or the tester that walks through it.</summary>
internal interface IFlowStage
{
    /// <summary>The time (UTC).</summary>
    DateTimeOffset Now { get; }

    /// <summary>Whether it is open now.</summary>
    bool IsOpen(QueueHours hours);

    /// <summary>The caller hears a prompt; its end comes back.</summary>
    void Say(ImmutableArray<PromptPiece> pieces, bool interruptible);

    /// <summary>A web service is asked; its answer comes back.</summary>
    void Ask(int number, Uri url, string body, TimeSpan timeout);

    /// <summary>The flow is over: the caller waits in a queue.</summary>
    void ToQueue(string queue);

    /// <summary>The flow is over: the call goes to a number.</summary>
    void ToNumber(string number);

    /// <summary>The flow is over: the call ends.</summary>
    /// <param name="problem">Why, when it is not what the flow wants.</param>
    void HangUp(string? problem);
}
