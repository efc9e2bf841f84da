namespace RtcCluster.Storage.Conversations;

/// <summary>That a user wants no messages of another.</summary>
internal sealed record ChatBlock
{
    /// <summary>The tenant of both.</summary>
    public required string TenantId { get; init; }

    /// <summary>Who wants none.</summary>
    public required string UserName { get; init; }

    /// <summary>Of whom.</summary>
    public required string Blocked { get; init; }
}
