namespace RtcCluster.Storage.Directory;

/// <summary>One accepted source network, indexed so that an INVITE's address finds its trunk in one look-up.</summary>
internal sealed record TrunkAddressRow
{
    /// <summary>Canonical <c>address/prefix</c>; the primary key, because an address can mean only one trunk.</summary>
    public required string Network { get; init; }

    public required string TenantId { get; init; }

    public required string TrunkName { get; init; }
}
