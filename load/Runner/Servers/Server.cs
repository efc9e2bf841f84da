namespace RtcCluster.Load.Runner.Servers;

/// <summary>What load is put on.</summary>
/// <param name="Web">Its web address.</param>
/// <param name="ProcessId">The process whose processor time and memory are measured; null when it is not on this machine or not named.</param>
internal sealed record Server(Uri Web, int? ProcessId)
{
    /// <summary>The processes that are measured: one or none.</summary>
    public IReadOnlyList<int> Processes => ProcessId is { } id ? [id] : [];
}
