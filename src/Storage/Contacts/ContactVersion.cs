namespace RtcCluster.Storage.Contacts;

/// <summary>What a contact said before it was changed.</summary>
public sealed record ContactVersion
{
    /// <summary>The contact.</summary>
    public required string ContactId { get; init; }

    /// <summary>Which version it was.</summary>
    public required int Version { get; init; }

    /// <summary>What it said.</summary>
    public required ContactCard Card { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The name of the user who made it.</summary>
    public required string ChangedBy { get; init; }
}
