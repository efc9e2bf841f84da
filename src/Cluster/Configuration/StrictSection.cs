namespace RtcCluster.Cluster.Configuration;

/// <summary>The key of a section that is bound strictly in this process.</summary>
internal sealed record StrictSection(string Key);
