using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Edges;

/// <summary>The edges that have browsers or telephones which watch a grain; held in memory, and said again by the edges.</summary>
internal sealed class EdgeWatchers
{
    /// <summary>How long an edge that watches is told without saying so again.</summary>
    public static readonly TimeSpan WatchFor = TimeSpan.FromMinutes(2);

    private readonly Dictionary<EdgeId, DateTimeOffset> _until = [];

    /// <summary>An edge watches.</summary>
    public void Watch(EdgeId edge, DateTimeOffset now)
    {
        foreach (var gone in _until.Where(watcher => watcher.Value <= now).Select(watcher => watcher.Key).ToList())
        {
            _until.Remove(gone);
        }

        _until[edge] = now + WatchFor;
    }

    /// <summary>Edges that watch now.</summary>
    public IReadOnlyList<EdgeId> Now(DateTimeOffset now) =>
        _until.Count == 0 ? [] : [.. _until.Where(watcher => watcher.Value > now).Select(watcher => watcher.Key)];
}
