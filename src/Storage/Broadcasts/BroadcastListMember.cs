namespace RtcCluster.Storage.Broadcasts;

/// <summary>That a user is on a list.</summary>
internal sealed record BroadcastListMember
{
    /// <summary>The list's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The list.</summary>
    public required string ListId { get; init; }

    /// <summary>The user.</summary>
    public required string UserName { get; init; }
}
