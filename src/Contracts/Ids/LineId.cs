namespace RtcCluster.Contracts.Ids;

/// <summary>A dialable number of a tenant: extension, DID or service number.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.LineId")]
public readonly record struct LineId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a line from the tenant and the number as dialled (extension, or E.164 with its plus sign).</summary>
    public LineId(TenantId tenant, string name)
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
