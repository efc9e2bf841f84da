using RtcCluster.Storage.Contacts;

namespace RtcCluster.Storage.Google;

/// <summary>A contact of ours that is one of Google's too.</summary>
public sealed record GoogleLink
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>Our contact.</summary>
    public required string ContactId { get; init; }

    /// <summary>Google's name of it, <c>people/c123</c>; null while it is being made there.</summary>
    public string? ResourceName { get; init; }

    /// <summary>Google's mark of its last state that is known here.</summary>
    public string ETag { get; init; } = "";

    /// <summary>When Google says that state was made; an older one that a list still shows is none.</summary>
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>What both said when they were last the same.</summary>
    public ContactCard Common { get; init; } = new();

    /// <summary>The version that our contact had then; another one is to be told to Google.</summary>
    public int ContactVersion { get; init; }

    /// <summary>The reading that met it last.</summary>
    public string ReadingId { get; init; } = "";

    /// <summary>When we wrote it to Google last: its lists lag behind.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>Since when it is being made at Google, perhaps in vain; null otherwise.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>Why Google does not take it in this version; null when it does.</summary>
    public string? Refusal { get; init; }
}
