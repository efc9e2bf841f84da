namespace RtcCluster.Storage.Broadcasts;

/// <summary>A list of users to whom one writes at once.</summary>
public sealed record BroadcastList
{
    /// <summary>Members of a list, at most.</summary>
    public const int MostMembers = 10_000;

    /// <summary>The list's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Its id within the tenant.</summary>
    public required string Id { get; init; }

    /// <summary>Shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>The user whose list it is.</summary>
    public required string Owner { get; init; }

    /// <summary>When it was made (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
