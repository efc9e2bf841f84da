namespace RtcCluster.Storage.Backups;

/// <summary>What a look at all backups of a tenant found.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Backups">Backups in its chain.</param>
/// <param name="Chunks">Chunks that were read, each once.</param>
/// <param name="Bytes">Bytes that they hold.</param>
/// <param name="Erased">Blobs whose key is gone because they were erased.</param>
/// <param name="Fault">What is wrong; null when everything is as it was made.</param>
public sealed record BackupVerdict(string Tenant, int Backups, long Chunks, long Bytes, long Erased, string? Fault);
