using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Rights;

/// <summary>A bundle of what is kept of a user, or of what a legal case covers: made in the background, encrypted, and erased when its time is over.</summary>
public sealed record DataExport
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user of whom it is; empty for that of a case.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The legal case of which it is; null for that of a user.</summary>
    public string? CaseId { get; init; }

    /// <summary>How far it is.</summary>
    public DataExportState State { get; init; }

    /// <summary>Who asked for it, <c>{tenant}/{name}</c>.</summary>
    public required string AskedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Things that are in it already.</summary>
    public int Done { get; init; }

    /// <summary>Things that will be; 0 while they are being counted.</summary>
    public int Total { get; init; }

    /// <summary>When it was ready.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>When it is erased.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Bytes of the bundle.</summary>
    public long Bytes { get; init; }

    /// <summary>SHA-256 of the bundle, in hexadecimal; empty before it is ready.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>How often it was downloaded.</summary>
    public int Downloads { get; init; }

    /// <summary>Why there is none; empty unless it failed.</summary>
    public string Problem { get; init; } = "";

    /// <summary>How often it was begun: a process that dies leaves it to another.</summary>
    public int Attempts { get; init; }

    /// <summary>Until when whoever makes it has said that it is alive; null while nobody makes it.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>The key that opens it, wrapped; empty when it is gone, and the bundle with it.</summary>
    public string Key { get; init; } = "";

    /// <summary>Where the bundle's chunks are in the blob store; without a slash at the end.</summary>
    public string BlobFolder => $"{Blobs.BlobRoots.Exports}/{TenantId}/{Id}";

    /// <summary>What its key opens.</summary>
    public string Purpose => $"export {TenantId}/{Id}";
}

/// <summary>How far a bundle is. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DataExportState>))]
public enum DataExportState
{
    /// <summary>It is to be made, or is being made.</summary>
    Waiting,

    /// <summary>It can be downloaded.</summary>
    Ready,

    /// <summary>It could not be made.</summary>
    Failed,

    /// <summary>It is erased.</summary>
    Gone,
}
