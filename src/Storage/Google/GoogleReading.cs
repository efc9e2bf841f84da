namespace RtcCluster.Storage.Google;

/// <summary>How far the contacts of an account are read.</summary>
public sealed record GoogleReading
{
    /// <summary>The reading that goes on; empty when none does.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether it reads all contacts, so that those it did not meet are gone.</summary>
    public bool IsWhole { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>The next page; empty for the first.</summary>
    public string PageToken { get; init; } = "";

    /// <summary>Whether all pages are read, so that what it did not meet can go.</summary>
    public bool IsRead { get; init; }

    /// <summary>The sync token that counts once it is done.</summary>
    public string NextSyncToken { get; init; } = "";

    /// <summary>Contacts that it met so far.</summary>
    public int Met { get; init; }

    /// <summary>Contacts that Google says there are; 0 when it did not.</summary>
    public int Total { get; init; }

    /// <summary>With it the next reading gives what has changed since; empty: the next one reads all.</summary>
    public string SyncToken { get; init; } = "";

    /// <summary>When the last whole one ended.</summary>
    public DateTimeOffset? WholeAt { get; init; }

    /// <summary>When the last one that ended had begun.</summary>
    public DateTimeOffset? EndedBegunAt { get; init; }
}
