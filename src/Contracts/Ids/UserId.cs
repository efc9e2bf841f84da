namespace RtcCluster.Contracts.Ids;

/// <summary>A person: agent, supervisor or administrator.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.UserId")]
public readonly record struct UserId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a user from the tenant and the user's name, which never changes.</summary>
    public UserId(TenantId tenant, string name)
        : this(GrainKey.Join(tenant, name))
    {
    }

    /// <summary>The tenant that owns it.</summary>
    public TenantId Tenant => GrainKey.TenantOf(Key);

    /// <summary>The name within the tenant.</summary>
    public string Name => GrainKey.NameOf(Key);

    /// <inheritdoc/>
    public override string ToString() => Key ?? "";
}
