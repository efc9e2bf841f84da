namespace RtcCluster.Cluster.Configuration;

/// <summary>One refused setting.</summary>
/// <param name="Key">The full key as an operator writes it, <c>Cluster:SiloPort</c>.</param>
/// <param name="Value">The refused value, masked for secrets; null when the key itself is refused.</param>
/// <param name="Problem">What is wrong and which bound holds, as the end of a sentence.</param>
public sealed record SettingError(string Key, string? Value, string Problem)
{
    /// <summary>One line for an operator: key, value, bound.</summary>
    public override string ToString() => Value is null ? $"{Key}: {Problem}" : $"{Key} = '{Value}': {Problem}";
}
