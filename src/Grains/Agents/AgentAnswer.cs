namespace RtcCluster.Grains.Agents;

/// <summary>What an agent answers to an offer; each may come twice, late, or in another order.</summary>
/// <param name="Offer">The queue's number of the offer.</param>
/// <param name="Kind">The answer.</param>
/// <param name="News">How the agent is now.</param>
[GenerateSerializer, Immutable, Alias("rtc.acd.AgentAnswer")]
internal sealed record AgentAnswer([property: Id(0)] long Offer, [property: Id(1)] AgentAnswerKind Kind, [property: Id(2)] AgentNews News);

/// <summary>The answers.</summary>
[GenerateSerializer, Alias("rtc.acd.AgentAnswerKind")]
internal enum AgentAnswerKind
{
    /// <summary>The agent is held for the offer.</summary>
    Reserved = 0,

    /// <summary>The agent is not, and will not be.</summary>
    Refused = 1,

    /// <summary>The offer is over for the agent too.</summary>
    Released = 2,

    /// <summary>The agent gave it up.</summary>
    Dropped = 3,
}
