namespace RtcCluster.Storage.History;

/// <summary>One visit of a call to a queue, as a projection of the call's ledger: from the join to the end of the talk with an agent.</summary>
public sealed record QueueVisitEntry
{
    /// <summary>The call; with <see cref="Visit"/> the entry's key.</summary>
    public required string CallId { get; init; }

    /// <summary>Which visit of the call it is, from 1.</summary>
    public required int Visit { get; init; }

    /// <summary>The call's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The queue, <c>{tenant}/{name}</c>.</summary>
    public required string QueueId { get; init; }

    /// <summary>When the caller came, or the agent was rung to call back: the moment that decides in which interval the visit counts.</summary>
    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>False when the queue did not let the caller in: there was no wait.</summary>
    public bool LetIn { get; init; } = true;

    /// <summary>How the place was left.</summary>
    public VisitOutcome Outcome { get; init; }

    /// <summary>Where the caller was sent; null when nowhere.</summary>
    public string? SentTo { get; init; }

    /// <summary>When the place was left; of a call back, when agent and caller were connected.</summary>
    public required DateTimeOffset LeftAt { get; init; }

    /// <summary>When everything was over, the talk with the agent included.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The agent, <c>{tenant}/{name}</c>, who had the caller; null when none did.</summary>
    public string? AgentId { get; init; }

    /// <summary>The queue's number of the offer that was answered: the agent's wrap-up bears the same.</summary>
    public long? Offer { get; init; }

    /// <summary>Times, within the talk, in which the agent held the caller or the caller the agent.</summary>
    public IReadOnlyList<HoldSpan> Holds { get; init; } = [];

    /// <summary>How often an agent was offered the caller.</summary>
    public int Offers { get; init; }

    /// <summary>Of them those that the agent did not take.</summary>
    public int Misses { get; init; }

    /// <summary>Milliseconds within which an answer was in time, by the queue's rules when the caller came.</summary>
    public long WithinMilliseconds { get; init; }

    /// <summary>Milliseconds under which hanging up is a short abandon, by the same rules.</summary>
    public long ShortAbandonMilliseconds { get; init; }

    /// <summary>How long the caller waited.</summary>
    public TimeSpan Waited => LeftAt - OfferedAt;

    /// <summary>True when it is no caller who came, but an agent who called one back.</summary>
    public bool CallsBack => Outcome is VisitOutcome.CalledBack or VisitOutcome.NotReached;

    /// <summary>How long caller and agent had each other; zero when no agent answered.</summary>
    public TimeSpan Talked => EndedAt - LeftAt;

    /// <summary>How much of <see cref="Talked"/> was held.</summary>
    public TimeSpan Held => Holds.Aggregate(TimeSpan.Zero, (sum, hold) => sum + (hold.To - hold.From));
}

/// <summary>A time on hold.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
public sealed record HoldSpan(DateTimeOffset From, DateTimeOffset To);
