using Orleans.Runtime.Placement;
using RtcCluster.Cluster.Membership;

namespace RtcCluster.Cluster.Placement;

/// <summary>Sends a new activation to the process its key names, if that incarnation is a member.</summary>
/// <remarks>
/// It does not ask which silos load the class: a joining edge's manifest arrives here after its membership does, and the key's owner is the
/// only right place anyhow.
/// </remarks>
internal sealed class EdgePlacementDirector(ClusterMembership membership) : IPlacementDirector
{
    private static readonly TimeSpan RefreshBound = TimeSpan.FromSeconds(1);

    public async Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString();
        if (!SiloAddress.TryParse(key, out var silo))
        {
            throw new SiloUnavailableException($"'{key}' names no process: the key of {target.GrainIdentity.Type} is a silo address.");
        }

        if (silo.Equals(membership.Local))
        {
            // Also while this process still joins: its own grain may be called by its own start-up code.
            return silo;
        }

        using var bound = new CancellationTokenSource(RefreshBound);
        try
        {
            return await membership.ConfirmAlive(silo, bound.Token) ? silo : throw Gone(silo);
        }
        catch (OperationCanceledException)
        {
            throw Gone(silo);
        }
    }

    internal static SiloUnavailableException Gone(SiloAddress silo) => new($"Edge {silo.ToParsableString()} is gone.");
}
