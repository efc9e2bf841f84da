namespace RtcCluster.Load.Runner.Servers;

/// <summary>What load is put on.</summary>
/// <param name="Web">Its web address.</param>
/// <param name="ProcessId">The process whose processor time and memory are measured; null when it is not on this machine or not named.</param>
internal sealed record Server(Uri Web, int? ProcessId);
