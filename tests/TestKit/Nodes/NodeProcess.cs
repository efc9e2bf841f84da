using System.Diagnostics;

namespace RtcCluster.TestKit.Nodes;

/// <summary>One silo or edge of a <see cref="LocalCluster"/>.</summary>
/// <param name="Name">silo1, edge2 …</param>
/// <param name="Id">The operating system's process id.</param>
/// <param name="Web">An edge's web address; a silo's address of health and metrics.</param>
/// <param name="Sip">host:port of an edge's SIP over UDP and TCP; null for a silo.</param>
public sealed record NodeProcess(string Name, int Id, Uri Web, string? Sip)
{
    /// <summary>kill -9, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        using var process = Process.GetProcessById(Id);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
