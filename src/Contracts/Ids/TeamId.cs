namespace RtcCluster.Contracts.Ids;

/// <summary>A team of a tenant: agents, and the supervisors who are theirs.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.TeamId")]
public readonly record struct TeamId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a team from the tenant and the team's name.</summary>
    public TeamId(TenantId tenant, string name)
        : this(GrainKey.Join(tenant, name))
    {
    }

    /// <summary>The tenant that owns it.</summary>
    public TenantId Tenant => GrainKey.TenantOf(Key);

    /// <summary>The name within the tenant.</summary>
    public string Name => GrainKey.NameOf(Key);

    /// <summary>Whether a team may be called so: 1 to 64 of a-z, 0-9, dot, underscore and hyphen.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= 64 } && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    /// <inheritdoc/>
    public override string ToString() => Key ?? "";
}
