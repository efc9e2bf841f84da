namespace RtcCluster.Storage.History;

/// <summary>What a call, or an agent, has to tell at one time; written whole or not at all.</summary>
public sealed record CallHistory
{
    /// <summary>Ledger events, new ones and such as were perhaps written before.</summary>
    public IReadOnlyList<LedgerRow> Ledger { get; init; } = [];

    /// <summary>The call-log entry as of the last of those events; null leaves it as it is.</summary>
    public CallLogEntry? Entry { get; init; }

    /// <summary>Recordings as of the last of those events.</summary>
    public IReadOnlyList<RecordingEntry> Recordings { get; init; } = [];

    /// <summary>Legs as of the last of those events; they are written when <see cref="Entry"/> is.</summary>
    public IReadOnlyList<CallLegEntry> Legs { get; init; } = [];

    /// <summary>Visits to queues, likewise.</summary>
    public IReadOnlyList<QueueVisitEntry> Visits { get; init; } = [];

    /// <summary>Offers to agents, likewise.</summary>
    public IReadOnlyList<QueueOfferEntry> Offers { get; init; } = [];

    /// <summary>Transfers, likewise.</summary>
    public IReadOnlyList<TransferEntry> Transfers { get; init; } = [];

    /// <summary>What an agent did; of no call.</summary>
    public IReadOnlyList<AgentWorkEntry> Work { get; init; } = [];
}
