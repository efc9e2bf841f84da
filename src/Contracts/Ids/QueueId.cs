namespace RtcCluster.Contracts.Ids;

/// <summary>A queue of a tenant: waiting callers, the agents who serve them, and the rules between.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueId")]
public readonly record struct QueueId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a queue from the tenant and the queue's name.</summary>
    public QueueId(TenantId tenant, string name)
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
