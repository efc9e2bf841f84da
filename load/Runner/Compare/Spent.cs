using System.Diagnostics;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Processor time of a server, of its load and of everybody else while something is measured.</summary>
internal sealed class Spent
{
    private readonly int[] _load;
    private readonly int _server;
    private readonly double _serverAt;
    private readonly double _loadAt;
    private readonly double _busyAt = Machine.BusySeconds;
    private readonly double _stolenAt = Machine.StolenSeconds;
    private readonly long _since = Stopwatch.GetTimestamp();

    /// <summary>Begins now.</summary>
    /// <param name="server">The server's process.</param>
    /// <param name="load">Processes of the load beside this one.</param>
    public Spent(int server, params int[] load)
    {
        (_server, _load) = (server, load);
        (_serverAt, _loadAt) = (ProcessTree.Of(server).Seconds, LoadSeconds);
    }

    private double LoadSeconds => _load.Sum(static id => ProcessTree.Of(id).Seconds) + (ProcessUse.Of(Environment.ProcessId)?.ProcessorSeconds ?? 0);

    /// <summary>Until now.</summary>
    /// <param name="endedLoad">Seconds of processes of the load that have ended and cannot be asked any more.</param>
    public Use Until(double endedLoad = 0)
    {
        var wall = Stopwatch.GetElapsedTime(_since).TotalSeconds;
        var server = ProcessTree.Of(_server).Seconds - _serverAt;
        var load = LoadSeconds - _loadAt + endedLoad;
        return new Use(wall, server, load, Math.Max(0, (Machine.BusySeconds - _busyAt - server - load) / wall), Machine.StolenSeconds - _stolenAt);
    }
}
