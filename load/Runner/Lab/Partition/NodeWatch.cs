using System.Collections.Concurrent;
using System.Diagnostics;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>Starts nodes again that end, as a service manager does, and writes down when.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="console">Where it says so.</param>
internal sealed class NodeWatch(OwnCluster cluster, TextWriter console)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);
    private readonly ConcurrentQueue<NodeEnd> _ends = new();
    private readonly long _since = Stopwatch.GetTimestamp();
    private int _down;

    /// <summary>Which nodes ended, in order.</summary>
    public IReadOnlyCollection<NodeEnd> Ends => _ends;

    /// <summary>Whether every node is ready, as far as it was seen.</summary>
    public bool AllLive => Volatile.Read(ref _down) == 0;

    /// <summary>Watches all until it is told to stop.</summary>
    public Task RunAsync(CancellationToken over) => Task.WhenAll(cluster.Silos.Concat(cluster.Edges).Select(node => WatchAsync(node, over)));

    private async Task WatchAsync(ClusterNode node, CancellationToken over)
    {
        try
        {
            while (true)
            {
                if (IsAlive(node.ProcessId))
                {
                    await Task.Delay(Look, over);
                    continue;
                }

                Interlocked.Increment(ref _down);
                _ends.Enqueue(new NodeEnd(node.Name, Stopwatch.GetElapsedTime(_since)));
                console.WriteLine($"  {Stopwatch.GetElapsedTime(_since).TotalSeconds,5:0.0} s  {node.Name} ended; it is started again");
                node = await StartAsync(node, over);
                Interlocked.Decrement(ref _down);
                console.WriteLine($"  {Stopwatch.GetElapsedTime(_since).TotalSeconds,5:0.0} s  {node.Name} is ready");
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    private async Task<ClusterNode> StartAsync(ClusterNode node, CancellationToken over)
    {
        while (true)
        {
            try
            {
                return await cluster.StartAgainAsync(node, over);
            }
            catch (InvalidOperationException)
            {
                // It ended while it started: a node that finds nobody.
                await Task.Delay(Again, over);
            }
        }
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            // There is none: an answer, not a failure.
            return false;
        }
    }
}

/// <summary>A node that ended by itself.</summary>
/// <param name="Node">Its name.</param>
/// <param name="At">Since the cut.</param>
internal sealed record NodeEnd(string Node, TimeSpan At);
