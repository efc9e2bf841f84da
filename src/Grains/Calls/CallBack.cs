using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>The call is a queue's call back: an agent is rung, and the number is called once the queue has agreed.</summary>
[GenerateSerializer, Alias("rtc.state.CallBack")]
internal sealed class CallBack
{
    /// <summary>The queue.</summary>
    [Id(0)]
    public QueueId Queue { get; set; }

    /// <summary>Its offer to the agent.</summary>
    [Id(1)]
    public long Offer { get; set; }

    /// <summary>The agent's leg, once it is answered.</summary>
    [Id(2)]
    public LegId? Agent { get; set; }

    /// <summary>True when the queue has counted the attempt: from then on the number is called, and the queue waits to hear how it came out.</summary>
    [Id(3)]
    public bool Accepted { get; set; }

    /// <summary>True when the queue was told the end.</summary>
    [Id(4)]
    public bool Told { get; set; }

    /// <summary>The queue's name for people.</summary>
    [Id(5)]
    public string Name { get; set; } = "";

    /// <summary>How many seconds the caller had waited when the agent was rung.</summary>
    [Id(6)]
    public int Waited { get; set; }

    /// <summary>How many legs there were before the number was called: the agent's devices.</summary>
    [Id(7)]
    public int Devices { get; set; }
}
