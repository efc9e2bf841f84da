using Orleans.Placement;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Grains.Edges;
using RtcCluster.Grains.Queues;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Wallboards;

/// <summary>A tenant's wallboard: hears queues and agents, tells edges. What it shows is in <see cref="Board"/>.</summary>
[RandomPlacement]
internal sealed class WallboardGrain : Grain, IWallboardGrain
{
    private const int AtOnce = 64;
    private readonly IDirectory _directory;
    private readonly TimeProvider _time;
    private readonly QueueMetrics _metrics;
    private readonly TenantId _tenant;
    private readonly Board _board;
    private readonly EdgeWatchers _watchers = new();
    private WallboardMark _mark;
    private bool _whole;

    public WallboardGrain(IDirectory directory, TimeProvider time, QueueMetrics metrics)
    {
        _directory = directory;
        _time = time;
        _metrics = metrics;
        _tenant = GrainKey.TrySplit(this.GetPrimaryKeyString(), out var tenant, out _) ? new TenantId(tenant.ToString()) : throw new InvalidOperationException("A wallboard is of a tenant.");
        _board = new Board(_tenant);
        // By the clock: an activation never counts on where another one was.
        _mark = new WallboardMark(time.GetUtcNow().UtcTicks, 0);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _metrics.Forget(_tenant);
        return Task.CompletedTask;
    }

    public Task Told(WallboardNews news)
    {
        var next = _mark with { Number = _mark.Number + 1 };
        if (_board.Take(news, next) is { } change)
        {
            _mark = next;
            _metrics.Told(change);
            foreach (var edge in _watchers.Now(_time.GetUtcNow()))
            {
                // An edge that is gone has no supervisors to be told.
                GrainFactory.GetGrain<IEdgeGrain>(edge.Value).WallboardChanged(change).Ignore();
            }
        }

        return Task.CompletedTask;
    }

    public async Task<WallboardView?> Watch(EdgeId edge, WallboardMark? known)
    {
        _watchers.Watch(edge, _time.GetUtcNow());
        if (!_whole)
        {
            await Read();
            _whole = true;
        }

        return known == _mark ? null : new WallboardView(_mark, _board.Queues, _board.Agents);
    }

    // What was told before may be of some only: the directory knows the queues, they know their agents.
    private async Task Read()
    {
        var documents = await _directory.ListDocumentsAsync(_tenant.Value, QueueDocument.Kind);
        var queues = await Ask(documents, document => GrainFactory.GetGrain<IQueueGrain>(new QueueId(_tenant, document.Name).Key).Glance());
        var members = queues.SelectMany(queue => queue.Agents).Distinct().ToList();
        var agents = await Ask(members, agent => GrainFactory.GetGrain<IAgentGrain>(agent.Key).Glance());
        _mark = _mark with { Number = _mark.Number + 1 };
        if (_board.Take(new WallboardNews([.. queues.Select(queue => queue.Change)], [.. agents]), _mark) is { } change)
        {
            _metrics.Told(change);
        }
    }

    private static async Task<List<TAnswer>> Ask<TWhom, TAnswer>(IReadOnlyCollection<TWhom> whom, Func<TWhom, Task<TAnswer?>> ask)
        where TAnswer : class
    {
        var answers = new List<TAnswer>();
        foreach (var some in whom.Chunk(AtOnce))
        {
            answers.AddRange((await Task.WhenAll(some.Select(ask))).OfType<TAnswer>());
        }

        return answers;
    }
}
