namespace RtcCluster.Storage.History;

/// <summary>What a call has to tell at one time; written whole or not at all.</summary>
public sealed record CallHistory
{
    /// <summary>Ledger events, new ones and such as were perhaps written before.</summary>
    public IReadOnlyList<LedgerRow> Ledger { get; init; } = [];

    /// <summary>The call-log entry as of the last of those events; null leaves it as it is.</summary>
    public CallLogEntry? Entry { get; init; }

    /// <summary>Recordings as of the last of those events.</summary>
    public IReadOnlyList<RecordingEntry> Recordings { get; init; } = [];
}
