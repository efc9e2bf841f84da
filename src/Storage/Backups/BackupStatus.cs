using System.Text.Json;

namespace RtcCluster.Storage.Backups;

/// <summary>What came last of a tenant's backups beside the backups themselves: a document of the directory.</summary>
public sealed record BackupStatus
{
    /// <summary>Name of the document; its kind is that of the schedule.</summary>
    public const string Name = "status";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>When the newest backup began that was made, or met, by the schedule; null: none is known, and the chain tells. One that the operator's command made since is not in it.</summary>
    public DateTimeOffset? NewestAt { get; init; }

    /// <summary>Why the last one was not made; null when it was.</summary>
    public BackupFailure? Failure { get; init; }

    /// <summary>When somebody had all of them read last; null: never.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>What was found then.</summary>
    public BackupVerdict? Verdict { get; init; }

    /// <summary>Reads the document.</summary>
    public static BackupStatus Read(string? json) => json is null ? new() : JsonSerializer.Deserialize<BackupStatus>(json, Json) ?? new();

    /// <summary>Writes the document.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);
}

/// <summary>That a backup was not made.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
public sealed record BackupFailure(DateTimeOffset At, string Reason);
