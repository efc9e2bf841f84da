namespace RtcCluster.Storage.Sealing;

/// <summary>A data key as it may lie beside what it opens.</summary>
/// <param name="Id">What it is wrapped with: <c>keys</c> for the cluster's shared keys, else <c>master-</c> and the id of a master key.</param>
/// <param name="Value">The wrapped bytes as text.</param>
public sealed record WrappedKey(string Id, string Value);
