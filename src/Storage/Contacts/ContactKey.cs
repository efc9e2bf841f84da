namespace RtcCluster.Storage.Contacts;

/// <summary>Something that a contact is found by: a word, a number, an address, a group. <see cref="ContactKeys"/> makes them.</summary>
internal sealed record ContactKey
{
    public required string TenantId { get; init; }

    public required string Owner { get; init; }

    public required string Key { get; init; }

    public required string ContactId { get; init; }
}
