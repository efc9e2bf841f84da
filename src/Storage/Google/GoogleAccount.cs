namespace RtcCluster.Storage.Google;

/// <summary>
/// A user's account of Google, and how far the reading of its contacts is. With <see cref="Contacts.Contact.Directory"/> for the user it is the tenant's directory,
/// which the user of the name <see cref="Subject"/> reads.
/// </summary>
public sealed record GoogleAccount
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The name of the user.</summary>
    public required string UserName { get; init; }

    /// <summary>The account's id, which never changes and is never given to another.</summary>
    public required string Subject { get; init; }

    /// <summary>Its address when it was connected.</summary>
    public string Email { get; init; } = "";

    /// <summary>The scopes that the user granted, parted by spaces.</summary>
    public string Scopes { get; init; } = "";

    /// <summary>The token that brings access tokens, sealed; empty once it was revoked.</summary>
    public string RefreshToken { get; init; } = "";

    /// <summary>When it was connected.</summary>
    public DateTimeOffset ConnectedAt { get; init; }

    /// <summary>0 before the first save, a number of the store's after it, and one more with each further save. A save names the version that it changes, so that of two who read only one goes on.</summary>
    public int Version { get; init; }

    /// <summary>What is wrong with each part; parts that are well are missing.</summary>
    public IReadOnlyList<GoogleProblem> Problems { get; init; } = [];

    /// <summary>Where the reading of the contacts is.</summary>
    public GoogleReading Reading { get; init; } = new();

    /// <summary>When contacts were last the same on both sides.</summary>
    public DateTimeOffset? SyncedAt { get; init; }

    /// <summary>Nothing is asked of Google before; null: at any time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How often Google failed in a row: pauses grow with it.</summary>
    public int Failures { get; init; }
}
