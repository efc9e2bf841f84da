namespace RtcCluster.Storage.Backups;

/// <summary>What a restore brought back.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Number">Number of the backup; 0 where none lived to be whole, and so nothing came back.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Blobs">Blobs.</param>
/// <param name="Erased">Blobs of the backup that had been erased since and stay so.</param>
/// <param name="WasDone">Whether a restore before had brought everything back and died at its last step.</param>
public sealed record RestoreReport(string Tenant, long Number, long Rows, long Blobs, long Erased, bool WasDone);
