using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Calls;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Asks the calls of this edge to go to another one. Where to and how is the calls' business.</summary>
internal sealed partial class CallMover(EdgeHost edge, EdgeIdentity identity, IGrainFactory grains, EdgeMetrics metrics, ILogger<CallMover> log)
{
    // Each costs a write of its state and a re-INVITE to each telephone: a thousand at once would take each other's time.
    private const int AtOnce = 32;

    /// <summary>Whether another edge could take calls.</summary>
    public async Task<bool> HasOtherAsync()
    {
        try
        {
            var edges = await grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List().ConfigureAwait(false);
            return edges.Any(other => other is { AnchorsMedia: true, Leaving: false } && other.Edge != identity.Edge);
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            // Nobody knows; each call finds out for itself.
            metrics.GrainFailed("leaving");
            return true;
        }
    }

    /// <summary>Asks every call once.</summary>
    /// <param name="last">Whether whatever can go has to go now.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>How many gave each answer.</returns>
    public async Task<MoveRound> AskAllAsync(bool last, CancellationToken cancellation)
    {
        var round = new MoveRound();
        await Parallel.ForEachAsync(edge.Calls.Going(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (call, _) =>
            round.Count(await AskAsync(call, last).ConfigureAwait(false))).ConfigureAwait(false);
        if (round.Going > 0)
        {
            LogMoving(round.Going, round.Waiting, round.Staying);
        }

        return round;
    }

    private async Task<LeaveStatus?> AskAsync(EdgeCall call, bool last)
    {
        try
        {
            var near = await call.NearAsync().ConfigureAwait(false);
            using (TenantScope.Enter(call.Id.Tenant.Value))
            {
                return await grains.GetGrain<ICallGrain>(call.Id.Key).EdgeLeaving(identity.Edge, near, last).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("leaving");
            return null;
        }
    }

    [LoggerMessage(2032, LogLevel.Information, "The edge is left: {Going} calls go to others, {Waiting} wait, {Staying} stay for parties that no other can reach.")]
    private partial void LogMoving(int going, int waiting, int staying);
}

/// <summary>What the calls of an edge said when they were asked to go. Any thread.</summary>
internal sealed class MoveRound
{
    private int _going;
    private int _waiting;
    private int _staying;
    private int _alone;

    /// <summary>They go, or have gone.</summary>
    public int Going => Volatile.Read(ref _going);

    /// <summary>They cannot go at this moment, or did not answer.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>They stay for parties that no other edge can reach.</summary>
    public int Staying => Volatile.Read(ref _staying);

    /// <summary>No other edge could take them.</summary>
    public int Alone => Volatile.Read(ref _alone);

    /// <summary>Whether there is nowhere to go for any of them.</summary>
    public bool IsHopeless => Alone > 0 && Going + Waiting + Staying == 0;

    /// <summary>Counts an answer; null when there was none.</summary>
    public void Count(LeaveStatus? status)
    {
        switch (status)
        {
            case LeaveStatus.Goes:
                Interlocked.Increment(ref _going);
                break;
            case LeaveStatus.Stays:
                Interlocked.Increment(ref _staying);
                break;
            case LeaveStatus.NoEdge:
                Interlocked.Increment(ref _alone);
                break;
            case LeaveStatus.Waits:
            default:
                Interlocked.Increment(ref _waiting);
                break;
        }
    }
}
