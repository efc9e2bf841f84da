using System.Diagnostics;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>Kills processes of the cluster, one each so many seconds, and starts them again as whoever watches them would.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="town">Who is told of an edge.</param>
/// <param name="options">What is killed, how often, and by which seed.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class LedgerKiller(OwnCluster cluster, LedgerTown town, LedgerOptions options, TextWriter console)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private readonly Random _random = new(options.Seed);
    private readonly HashSet<string> _away = new(StringComparer.Ordinal);
    private readonly List<Task> _returns = [];
    private readonly List<string> _killed = [];

    /// <summary>Who was killed, in order.</summary>
    public IReadOnlyList<string> Killed => _killed;

    /// <summary>Times that nobody was killed, because too many were away.</summary>
    public int Spared { get; private set; }

    /// <summary>Nodes that ended by themselves, as an edge does whose lease ran out on a machine that stood still.</summary>
    public int EndedByThemselves { get; private set; }

    /// <summary>Kills until it is told to stop, and waits until everybody is back.</summary>
    public async Task RunAsync(CancellationToken over)
    {
        var (since, kills) = (Stopwatch.GetTimestamp(), 0);
        try
        {
            using var pace = new PeriodicTimer(Look);
            while (await pace.WaitForNextTickAsync(over))
            {
                Revive();
                if (options.KillEvery > TimeSpan.Zero && Stopwatch.GetElapsedTime(since) >= options.KillEvery * (kills + 1))
                {
                    kills++;
                    await KillAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The calls are made.
        }

        await Task.WhenAll(_returns);
    }

    private void Revive()
    {
        foreach (var node in cluster.Edges.Concat(cluster.Silos).Where(static node => !Directory.Exists($"/proc/{node.ProcessId}")))
        {
            lock (_away)
            {
                if (!_away.Add(node.Name))
                {
                    continue;
                }
            }

            EndedByThemselves++;
            console.WriteLine($"  {node.Name} (pid {node.ProcessId}) has ended by itself");
            _returns.Add(ReturnAsync(node, node.IsEdge ? town.LoseAsync(node.Name) : Task.CompletedTask));
        }
    }

    private async Task KillAsync()
    {
        var isEdge = options.Kill == LedgerVictims.Edge || (options.Kill == LedgerVictims.Both && _killed.Count % 2 == 1);
        ClusterNode[] living;
        lock (_away)
        {
            living = [.. (isEdge ? cluster.Edges : cluster.Silos).Where(node => !_away.Contains(node.Name))];
        }

        // One must live on, or nobody can take over; and of a pair that is starting the other may be needed for it.
        if (living.Length < 2)
        {
            Spared++;
            return;
        }

        var victim = living[_random.Next(living.Length)];
        lock (_away)
        {
            _away.Add(victim.Name);
        }

        _killed.Add(victim.Name);
        await console.WriteLineAsync($"  killing {victim.Name} (pid {victim.ProcessId})");
        await OwnCluster.KillAsync(victim);
        var told = isEdge ? town.LoseAsync(victim.Name) : Task.CompletedTask;
        _returns.Add(ReturnAsync(victim, told));
    }

    private async Task ReturnAsync(ClusterNode victim, Task told)
    {
        var since = Stopwatch.GetTimestamp();
        await told;
        await cluster.StartAgainAsync(victim, CancellationToken.None);
        town.Regain(victim.Name);
        lock (_away)
        {
            _away.Remove(victim.Name);
        }

        await console.WriteLineAsync($"  {victim.Name} is back after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s");
    }
}
