namespace RtcCluster.Storage.Contacts;

/// <summary>Somebody whom a user, or everybody of a company, knows.</summary>
public sealed record Contact
{
    /// <summary>The owner of the contacts that everybody of the tenant sees.</summary>
    public const string Shared = "";

    /// <summary>The owner of those that everybody of the tenant sees and nobody changes: the company's directory elsewhere. No user's name has a tilde.</summary>
    public const string Directory = "~directory";

    /// <summary>Its id; never changes and is never used again.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The name of the user whose own it is; <see cref="Shared"/> when it is the tenant's.</summary>
    public required string Owner { get; init; }

    /// <summary>What it says.</summary>
    public ContactCard Card { get; init; } = new();

    /// <summary>What it is listed by: the name without case and accents; kept by the store.</summary>
    public string SortKey { get; init; } = "";

    /// <summary>Number of saves so far; 0 for one that is not stored yet. A save names the version that it changes.</summary>
    public int Version { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed or deleted.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The name of the user who changed it last.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>When it was deleted or merged into another; what is left of a deleted one names nobody, and tells who keeps a copy that it is gone.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The contact that it was merged into; null for every other.</summary>
    public string? MergedInto { get; init; }

    /// <summary>The version of that one which came of it; with the version before, this contact comes back.</summary>
    public int MergedAs { get; init; }
}
