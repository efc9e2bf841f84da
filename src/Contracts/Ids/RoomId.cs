namespace RtcCluster.Contracts.Ids;

/// <summary>A conference room of a tenant: calls that hear each other.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomId")]
public readonly record struct RoomId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a room from the tenant and the room's name.</summary>
    public RoomId(TenantId tenant, string name)
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
