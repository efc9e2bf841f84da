namespace RtcCluster.Contracts.Ids;

/// <summary>The connection to a carrier or PBX.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.TrunkId")]
public readonly record struct TrunkId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a trunk from the tenant and the trunk's name.</summary>
    public TrunkId(TenantId tenant, string name)
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
