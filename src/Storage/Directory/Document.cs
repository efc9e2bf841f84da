namespace RtcCluster.Storage.Directory;

/// <summary>
/// Something that an administrator has set up and that only the grain of its noun reads: a queue's rules, a menu, a room. The directory keeps it as JSON, with every version there was;
/// what it means and whether it may be saved is decided where the noun lives.
/// </summary>
public sealed record Document
{
    /// <summary>The document's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The noun: 1 to 32 of a-z and '-', such as <c>queue</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name: 1 to 64 characters, unique within the kind.</summary>
    public required string Name { get; init; }

    /// <summary>The content, at most 1 MiB of JSON text.</summary>
    public required string Json { get; init; }

    /// <summary>When this version was saved (UTC).</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who saved it: a user's name, or empty for the system.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>Number of this version; 0 for a document that is not stored yet. Numbers go on when a document was deleted and is made anew.</summary>
    public int Version { get; init; }
}
