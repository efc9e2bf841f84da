using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;

namespace RtcCluster.Grains.Edges;

/// <summary>Which edges there are: turns and storage. What replaces what is in <see cref="EdgeDirectoryMachine"/>.</summary>
internal sealed class EdgeDirectoryGrain(
    [PersistentState("edges")] IPersistentState<EdgeDirectoryState> state, ISiloStatusOracle silos, EdgeRosters rosters, ILogger<EdgeDirectoryGrain> logger)
    : Grain, IEdgeDirectoryGrain
{
    // An edge that is gone must be known as such soon: its calls wait for it.
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    // An edge whose lease lived in a silo that died with it has nobody but us who could notice: one cut of the network takes both.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private IGrainTimer? _timer;
    private IGrainTimer? _looking;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        TellGone();
        LookAfter();
        return Task.CompletedTask;
    }

    public async Task Announce(EdgeInfo edge)
    {
        if (EdgeDirectoryMachine.HolderOfName(state.State, edge, IsDead) is { } holder)
        {
            EdgeLog.NameTaken(logger, edge.Edge.Value, edge.Name, holder.Value);
            throw new EdgeNameTakenException(edge.Name, holder);
        }

        if (await Change(directory => EdgeDirectoryMachine.Announce(directory, edge, IsDead)))
        {
            EdgeLog.Announced(logger, edge.Name, edge.Edge.Value);
            TellGone();
            LookAfter();
        }
    }

    public async Task Withdraw(EdgeId edge)
    {
        if (await Change(directory => EdgeDirectoryMachine.Withdraw(directory, edge)))
        {
            EdgeLog.Withdrawn(logger, edge.Value);
        }
    }

    public Task<ImmutableArray<EdgeInfo>> List() => Task.FromResult<ImmutableArray<EdgeInfo>>([.. state.State.Edges]);

    private bool IsKnownDead(EdgeId edge) => SiloAddress.TryParse(edge.Value, out var silo) && silos.GetApproximateSiloStatus(silo) == SiloStatus.Dead;

    private bool IsDead(EdgeId edge) =>
        SiloAddress.TryParse(edge.Value, out var silo) && silos.GetApproximateSiloStatus(silo) is SiloStatus.Dead or SiloStatus.None;

    // While the store is away the grain stays as it was: who asks where the edges are is answered from memory, and it could not come back from there.
    private async Task<bool> Change(Predicate<EdgeDirectoryState> change)
    {
        var before = state.State;
        var after = new EdgeDirectoryState { Edges = [.. before.Edges], Gone = [.. before.Gone] };
        if (!change(after))
        {
            return false;
        }

        state.State = after;
        try
        {
            await state.WriteStateAsync();
            await rosters.TellAsync([.. after.Edges]);
            return true;
        }
        catch (InconsistentStateException)
        {
            // Another activation is ahead, or a write of ours that was thought to have failed: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
        catch
        {
            state.State = before;
            throw;
        }
    }

    // Alive as long as there are edges: it would otherwise sleep when it is needed.
    private void LookAfter() => _looking ??= this.RegisterGrainTimer(Look, new GrainTimerCreationOptions(LookEvery, LookEvery) { KeepAlive = true });

    private async Task Look(CancellationToken cancellation)
    {
        if (!state.State.Edges.Exists(edge => IsKnownDead(edge.Edge)))
        {
            return;
        }

        try
        {
            if (await Change(directory => EdgeDirectoryMachine.Miss(directory, IsKnownDead)))
            {
                TellGone();
            }
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            EdgeLog.MissFailed(logger, Pii.Text(e.Message));
        }
    }

    // The lease tells the calls and withdraws the edge when each has confirmed; until then it is told again.
    private void TellGone()
    {
        if (state.State.Gone.Count > 0)
        {
            _timer ??= this.RegisterGrainTimer(TellLeases, new GrainTimerCreationOptions(TimeSpan.Zero, TellEvery) { Interleave = true });
        }
    }

    private async Task TellLeases(CancellationToken cancellation)
    {
        foreach (var gone in state.State.Gone.ToArray())
        {
            try
            {
                await GrainFactory.GetGrain<IEdgeLeaseGrain>(gone.Value).Expire();
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                EdgeLog.ExpireFailed(logger, gone.Value, Pii.Text(e.Message));
            }
        }

        if (state.State.Gone.Count == 0)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }
}
