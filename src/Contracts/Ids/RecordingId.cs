namespace RtcCluster.Contracts.Ids;

/// <summary>One recording of one call.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.RecordingId")]
public readonly record struct RecordingId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a recording from the tenant and a name unique in the cluster.</summary>
    public RecordingId(TenantId tenant, string name)
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
