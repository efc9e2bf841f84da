using System.Diagnostics;
using RtcCluster.Fuzz.Targets;

namespace RtcCluster.Fuzz.Engine;

/// <summary>The loop inside the child process: mutate, run, keep what reaches something new.</summary>
internal sealed class FuzzLoop(FuzzTarget target, BlackBox box, FindingFolder findings, int seed)
{
    /// <summary>An input that takes longer is a finding: a datagram must not stop a shard for two of its ticks.</summary>
    private static readonly TimeSpan SlowLimit = TimeSpan.FromMilliseconds(50);
    private const int Repeats = 4;
    private const int Unhurried = 2_000;
    private readonly Random _random = new(seed);
    private readonly List<byte[]> _corpus = [];
    private TimeSpan _slowest;

    /// <summary>Runs until <paramref name="duration"/> is over.</summary>
    /// <returns>How many findings it made.</returns>
    public int Run(TimeSpan duration)
    {
        using var coverage = new CoverageMap();
        var clock = Stopwatch.StartNew();
        var found = 0;
        foreach (var input in Seeds.Load(target.Kind))
        {
            found += Execute(input, coverage) ? 1 : 0;
            coverage.Merge();
            _corpus.Add(input);
        }

        if (_corpus.Count == 0)
        {
            _corpus.Add([]);
        }

        var mutator = new Mutator(_random, target.Words, target.MaxLength);
        while (clock.Elapsed < duration)
        {
            var input = mutator.Mutate(Pick(), _corpus[_random.Next(_corpus.Count)]);
            found += Execute(input, coverage) ? 1 : 0;
            if (coverage.Merge())
            {
                _corpus.Add(input.ToArray());
                box.Edges = coverage.Edges;
                box.CorpusSize = _corpus.Count;
            }
        }

        box.Edges = coverage.Edges;
        box.CorpusSize = _corpus.Count;
        return found;
    }

    // Half of the time one of the newest: they reach what is least known.
    private byte[] Pick()
    {
        var newest = Math.Max(1, _corpus.Count / 4);
        return _random.Next(2) == 0 ? _corpus[^(1 + _random.Next(newest))] : _corpus[_random.Next(_corpus.Count)];
    }

    private bool Execute(ReadOnlySpan<byte> input, CoverageMap coverage)
    {
        box.WriteInput(input);
        box.RunningSince = Environment.TickCount64;
        coverage.Clear();
        var started = Stopwatch.GetTimestamp();
        try
        {
            target.Run(input);
        }
        catch (Exception failure)
        {
            // Whatever comes out of a parser is the finding; the loop goes on to find the next.
            box.RunningSince = 0;
            return findings.Save("crash", Place(failure), input, $"seed {seed}: {failure}");
        }

        var elapsed = Stopwatch.GetElapsedTime(started);
        box.RunningSince = 0;
        box.Executions++;

        // The first runs compile the parser; their time is the compiler's.
        if (elapsed <= _slowest || box.Executions < Unhurried)
        {
            return false;
        }

        // A busy machine stops any process for a while: the time that counts is the least of several.
        for (var repeat = 0; repeat < Repeats && elapsed > _slowest; repeat++)
        {
            started = Stopwatch.GetTimestamp();
            target.Run(input);
            var again = Stopwatch.GetElapsedTime(started);
            elapsed = again < elapsed ? again : elapsed;
        }

        if (elapsed > _slowest)
        {
            _slowest = elapsed;
            box.SlowestMicroseconds = (long)elapsed.TotalMicroseconds;
        }

        return elapsed > SlowLimit && findings.Save("slow", $"{target.Kind}", input, $"seed {seed}: {elapsed.TotalMilliseconds:0.0} ms for {input.Length} bytes");
    }

    // The type and the first line of the stack inside the code under test.
    private static string Place(Exception failure) =>
        $"{failure.GetType().Name} {failure.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("RtcCluster", StringComparison.Ordinal) && !line.Contains("Demand", StringComparison.Ordinal))?.Trim()} {(failure is FindingException ? failure.Message : string.Empty)}";
}
