using System.Collections.Immutable;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Edges;

/// <summary>
/// The edges, as this silo knows them: told by their directory at each change, and asked for again each second while anybody wants them. One in each silo: else each registration, each call and
/// each change of a presence in the whole cluster would ask one grain, and all of them would wait while that comes back to life after a silo has died. Any thread.
/// </summary>
/// <param name="grains">Where the directory is.</param>
/// <param name="time">The clock.</param>
internal sealed class EdgeRoster(IGrainFactory grains, TimeProvider time)
{
    // What the directory told may have got lost on its way.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // While the directory does not answer: it is the only one that changes anything.
    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private ImmutableArray<EdgeInfo> _edges;
    private DateTimeOffset _readAt;
    private Task<ImmutableArray<EdgeInfo>>? _reading;
    private int _told;

    /// <summary>The edges.</summary>
    public ValueTask<ImmutableArray<EdgeInfo>> List()
    {
        lock (_lock)
        {
            var age = time.GetUtcNow() - _readAt;
            if (_edges.IsDefault || age >= Usable)
            {
                return new ValueTask<ImmutableArray<EdgeInfo>>(Reading());
            }

            if (age >= Fresh)
            {
                Reading().Ignore();
            }

            return new ValueTask<ImmutableArray<EdgeInfo>>(_edges);
        }
    }

    /// <summary>The same, with one in it that asks for itself: an edge that is new here is looked for.</summary>
    public async ValueTask<ImmutableArray<EdgeInfo>> List(EdgeId asking)
    {
        var edges = await List();
        if (edges.Any(edge => edge.Edge == asking))
        {
            return edges;
        }

        Task<ImmutableArray<EdgeInfo>> reading;
        lock (_lock)
        {
            reading = Reading();
        }

        return await reading;
    }

    /// <summary>The directory says which there are now.</summary>
    public void Told(ImmutableArray<EdgeInfo> edges)
    {
        lock (_lock)
        {
            (_edges, _readAt) = (edges, time.GetUtcNow());
            _told++;
        }
    }

    // One for all who want them at the same time.
    private Task<ImmutableArray<EdgeInfo>> Reading()
    {
        if (_reading is { IsCompleted: false } going)
        {
            return going;
        }

        // Of no grain and no tenant: whoever asks first asks for all.
        using (ExecutionContext.SuppressFlow())
        {
            return _reading = Task.Run(ReadAsync);
        }
    }

    private async Task<ImmutableArray<EdgeInfo>> ReadAsync()
    {
        var told = Volatile.Read(ref _told);
        var edges = await grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List();
        lock (_lock)
        {
            // What was told meanwhile may be newer than the answer.
            if (told == _told)
            {
                (_edges, _readAt) = (edges, time.GetUtcNow());
            }

            return _edges;
        }
    }
}
