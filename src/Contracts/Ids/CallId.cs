namespace RtcCluster.Contracts.Ids;

/// <summary>One conversation from first ring to last hang-up; it never changes.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallId")]
public readonly record struct CallId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a call from the tenant and a name unique in the cluster.</summary>
    public CallId(TenantId tenant, string name)
        : this(GrainKey.Join(tenant, name))
    {
    }

    /// <summary>The tenant that owns it.</summary>
    public TenantId Tenant => GrainKey.TenantOf(Key);

    /// <summary>The name within the tenant.</summary>
    public string Name => GrainKey.NameOf(Key);

    /// <summary>True when this call is the older one of two of a tenant: names sort by when their calls began.</summary>
    /// <remarks>Of two calls that become one the older asks the younger, never the other way round, so that they cannot wait for each other.</remarks>
    public bool IsOlderThan(CallId other) => string.CompareOrdinal(Name, other.Name) < 0;

    /// <inheritdoc/>
    public override string ToString() => Key ?? "";
}
