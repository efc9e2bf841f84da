namespace RtcCluster.Storage.Contacts;

/// <summary>Which contacts to list; what is null does not matter.</summary>
public sealed record ContactQuery
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Whose contacts: names of users, <see cref="Contact.Shared"/> for the tenant's, <see cref="Contact.Directory"/> for its directory elsewhere.</summary>
    public required IReadOnlyList<string> Owners { get; init; }

    /// <summary>Beginnings of words of the name, organisation, addresses and groups, in any order, without case and accents; or the beginning of a number.</summary>
    public string? Text { get; init; }

    /// <summary>A group that they are in.</summary>
    public string? Group { get; init; }

    /// <summary>The user whose favourites they are.</summary>
    public string? FavoriteOf { get; init; }
}
