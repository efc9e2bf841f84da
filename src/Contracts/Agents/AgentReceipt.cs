namespace RtcCluster.Contracts.Agents;

/// <summary>What became of what an agent wants.</summary>
/// <param name="Status">Done, or why not.</param>
/// <param name="Text">A sentence for the person when it was refused.</param>
[GenerateSerializer, Immutable, Alias("rtc.AgentReceipt")]
public sealed record AgentReceipt([property: Id(0)] AgentReceiptStatus Status, [property: Id(1)] string? Text = null);

/// <summary>The outcomes.</summary>
[GenerateSerializer, Alias("rtc.AgentReceiptStatus")]
public enum AgentReceiptStatus
{
    /// <summary>It is so.</summary>
    Done = 0,

    /// <summary>It will be so after the call.</summary>
    AfterCall = 1,

    /// <summary>The agent is not in a state for it.</summary>
    Conflict = 2,

    /// <summary>A value is not acceptable.</summary>
    Invalid = 3,
}
