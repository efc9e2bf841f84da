namespace RtcCluster.Contracts.Ids;

/// <summary>A flow of a tenant: what callers of a menu go through.</summary>
/// <param name="Key">The grain key <c>{tenant}/{name}</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.FlowId")]
public readonly record struct FlowId([property: Id(0)] string Key)
{
    /// <summary>Makes the id of a flow from the tenant and the flow's name.</summary>
    public FlowId(TenantId tenant, string name)
        : this(GrainKey.Join(tenant, name))
    {
    }

    /// <summary>The tenant that owns it.</summary>
    public TenantId Tenant => GrainKey.TenantOf(Key);

    /// <summary>The name within the tenant.</summary>
    public string Name => GrainKey.NameOf(Key);

    /// <summary>Whether a flow or one of its steps may be called so: 1 to 64 of a-z, 0-9, dot, underscore and hyphen.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= 64 } && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');

    /// <inheritdoc/>
    public override string ToString() => Key ?? "";
}
