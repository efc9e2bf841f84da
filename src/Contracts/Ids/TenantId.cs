namespace RtcCluster.Contracts.Ids;

/// <summary>A company on the cluster, for example <c>demo</c>; the first part of every grain key.</summary>
/// <param name="Value">Lower-case letters, digits, dots and hyphens; never a slash.</param>
[GenerateSerializer, Immutable, Alias("rtc.TenantId")]
public readonly record struct TenantId([property: Id(0)] string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
