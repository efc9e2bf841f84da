using RtcCluster.Cluster.Draining;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>
/// Calls go to other edges in a stop. Who rings, waits for an answer or can be reached from here alone is given the time that calls have anyway (<see cref="Drain.Patience"/>);
/// then everything goes that can, and what is left belongs to <see cref="EndCallsStep"/>.
/// </summary>
internal sealed class MoveCallsStep(EdgeHost edge, CallMover mover) : IDrainStep
{
    /// <summary>What the last round has of the patience: a re-INVITE and its answer, and a second try.</summary>
    private static readonly TimeSpan LastRound = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public DrainStage Stage => DrainStage.Move;

    /// <inheritdoc/>
    public string Name => "moving";

    /// <inheritdoc/>
    public async Task Run(Drain drain, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(drain);
        if (edge.Calls.Active == 0 || !await mover.HasOtherAsync())
        {
            return;
        }

        var last = false;
        while (!last && edge.Calls.Active > 0)
        {
            last = drain.Elapsed >= drain.Patience - LastRound;
            if ((await mover.AskAllAsync(last, cancellation)).IsHopeless)
            {
                return;
            }

            await UntilGoneAsync(last ? LastRound : AskEvery, cancellation);
        }
    }

    private async Task UntilGoneAsync(TimeSpan time, CancellationToken cancellation)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (edge.Calls.Active > 0 && TimeProvider.System.GetElapsedTime(since) < time)
        {
            await Task.Delay(LookEvery, cancellation);
        }
    }
}
