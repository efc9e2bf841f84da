namespace RtcCluster.Storage.Contacts;

/// <summary>A contact that a user wants at hand.</summary>
internal sealed record ContactFavorite
{
    public required string TenantId { get; init; }

    public required string UserName { get; init; }

    public required string ContactId { get; init; }
}
