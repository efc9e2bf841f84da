using RtcCluster.Cluster.Draining;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Takes this edge out of the directory of those that take something new, and puts it back.</summary>
internal sealed class EdgeLeave(Drain drain, LeaseKeeper lease, CallMover mover, EdgeMetrics metrics)
{
    // Where the silos are away nobody chooses an edge either.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    /// <summary>The directory is told before anybody is sent elsewhere: nobody must be sent here.</summary>
    /// <param name="cancellation">Ends it early.</param>
    /// <returns>Whether there is an elsewhere.</returns>
    public async Task<bool> BeginAsync(CancellationToken cancellation)
    {
        try
        {
            await lease.AnnounceAsync(leaving: true, drain.IsStopping).WaitAsync(Bound, cancellation).ConfigureAwait(false);
            drain.IsElsewhere = await mover.HasOtherAsync().WaitAsync(Bound, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (GrainFailure.IsTransient(e) && !cancellation.IsCancellationRequested)
        {
            metrics.GrainFailed("leaving");
        }

        return drain.IsElsewhere;
    }

    /// <summary>The edge takes calls again.</summary>
    /// <returns>Whether the directory knows.</returns>
    public async Task<bool> EndAsync()
    {
        drain.IsElsewhere = false;
        try
        {
            await lease.AnnounceAsync(leaving: false).WaitAsync(Bound).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("leaving");
            return false;
        }
    }
}
