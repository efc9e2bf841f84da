using System.Diagnostics;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>Processor time of the server, which may be several processes, and of this one since a run began.</summary>
internal sealed class Cost
{
    private readonly IReadOnlyList<int> _server;
    private readonly double? _serverAtStart;
    private readonly double _ownAtStart = Own;
    private double? _serverLast;
    private double _ownLast;
    private long _lookedAt = Stopwatch.GetTimestamp();

    /// <summary>Begins now.</summary>
    /// <param name="server">The server's processes; none when it is not measured.</param>
    public Cost(IReadOnlyList<int> server)
    {
        _server = server;
        (_serverAtStart, _serverLast, _ownLast) = (Of(server), Of(server), _ownAtStart);
    }

    /// <summary>Seconds since the start.</summary>
    public (double? Server, double Generator) Until() => (Of(_server) - _serverAtStart, Own - _ownAtStart);

    /// <summary>Cores since the last time that this was asked.</summary>
    public (double? Server, double Generator) SinceLast()
    {
        var seconds = Stopwatch.GetElapsedTime(_lookedAt).TotalSeconds;
        var (server, own) = (Of(_server), Own);
        var cores = ((server - _serverLast) / seconds, (own - _ownLast) / seconds);
        (_serverLast, _ownLast, _lookedAt) = (server, own, Stopwatch.GetTimestamp());
        return cores;
    }

    private static double Own => Of([Environment.ProcessId]) ?? 0;

    // One that has ended takes what it used with it, so that there is no sum any more.
    private static double? Of(IReadOnlyList<int> processes) => processes.Count == 0 ? null : processes.Aggregate((double?)0, static (sum, id) => sum + ProcessUse.Of(id)?.ProcessorSeconds);
}
