namespace RtcCluster.Storage.History;

/// <summary>One recording in the catalogue; its bytes lie in the blob store under <see cref="BlobPrefix"/>.</summary>
public sealed record RecordingEntry
{
    /// <summary>The recording's id, unique on the cluster.</summary>
    public required string Id { get; init; }

    /// <summary>The recording's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The call that was recorded.</summary>
    public required string CallId { get; init; }

    /// <summary>Number of the last ledger event that the entry tells of; an entry of an older event never replaces a newer one.</summary>
    public required long LedgerNumber { get; init; }

    /// <summary>When the first chunk began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Milliseconds of sound.</summary>
    public long DurationMilliseconds { get; init; }

    /// <summary>1, or 2 with the caller left and the other party right.</summary>
    public int Channels { get; init; } = 2;

    /// <summary>Path in the blob store that the chunks' names begin with.</summary>
    public required string BlobPrefix { get; init; }

    /// <summary>Key that the chunks are encrypted with; empty for plain chunks.</summary>
    public string KeyId { get; init; } = "";

    /// <summary>Day until which it is kept.</summary>
    public required DateTimeOffset RetainUntil { get; init; }

    /// <summary>How far it is.</summary>
    public RecordingState State { get; init; }

    /// <summary>When it was erased; null while it is there. Its state stays as it was.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Users, <c>{tenant}/{name}</c>, who are heard in it.</summary>
    public IReadOnlyList<string> Participants { get; init; } = [];
}
