namespace RtcCluster.TestKit.Processes;

/// <summary>Lines in order of arrival, and waits for one of them that never miss a line written before the wait.</summary>
internal sealed class LineLog
{
    private const int TailLength = 25;
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waits = [];

    /// <summary>Adds a line; null, which ends a stream, is ignored.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
            _waits.RemoveAll(wait => wait.Matches(line) && wait.Found.TrySetResult(line));
        }
    }

    public Task<string> NextAsync(Func<string, bool> matches)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Find(line => matches(line)) is { } earlier)
            {
                return Task.FromResult(earlier);
            }

            _waits.Add((matches, found));
        }

        return found.Task;
    }

    public IReadOnlyList<string> Snapshot()
    {
        lock (_gate)
        {
            return [.. _lines];
        }
    }

    public string Tail()
    {
        var lines = Snapshot();
        return lines.Count == 0
            ? "It wrote nothing."
            : $"Its last lines of {lines.Count}:{Environment.NewLine}{string.Join(Environment.NewLine, lines.Skip(Math.Max(0, lines.Count - TailLength)).Select(line => "    " + line))}";
    }
}
