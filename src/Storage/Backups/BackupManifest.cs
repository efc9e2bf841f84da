using System.Collections.Immutable;

namespace RtcCluster.Storage.Backups;

/// <summary>What one backup of a tenant consists of; written last, and with it the backup exists.</summary>
public sealed record BackupManifest
{
    /// <summary>The <c>typ</c> of its signature.</summary>
    internal const string Type = "rtc-backup+json";

    /// <summary>The version of this document.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>1 for the tenant's first, without a hole.</summary>
    public required long Number { get; init; }

    /// <summary>SHA-256, in hexadecimal, of the manifest before; empty for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>The folder of its chunks.</summary>
    public required string Folder { get; init; }

    /// <summary>When it began: rows are as they were at this moment.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was whole.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>The last migration of the database that it was made of.</summary>
    public required string Schema { get; init; }

    /// <summary>Wrapped keys of the entries whose chunks it uses, by folder.</summary>
    public required ImmutableSortedDictionary<string, string> Keys { get; init; }

    /// <summary>SHA-256, in hexadecimal, of each piece of its index.</summary>
    public required ImmutableArray<string> Index { get; init; }

    /// <summary>Rows.</summary>
    public long Rows { get; init; }

    /// <summary>Blobs.</summary>
    public long Blobs { get; init; }

    /// <summary>Blobs that were erased between the listing and the reading.</summary>
    public long Gone { get; init; }

    /// <summary>Bytes of rows and blobs, before compression.</summary>
    public long Bytes { get; init; }

    /// <summary>Chunks that it had to store.</summary>
    public long NewChunks { get; init; }

    /// <summary>Bytes that it had to store.</summary>
    public long NewBytes { get; init; }

    /// <summary>Number of the last receipt of retention that it has.</summary>
    public long LastReceipt { get; init; }
}

/// <summary>Where the chain begins after older entries were dropped.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Number">The oldest entry that is kept.</param>
/// <param name="Previous">What it says of the one before, which is gone.</param>
internal sealed record BackupBase(string Tenant, long Number, string Previous)
{
    public const string Type = "rtc-backup-base+json";
}
