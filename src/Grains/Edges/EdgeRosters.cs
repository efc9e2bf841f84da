using System.Collections.Immutable;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Services;
using RtcCluster.Contracts.Edges;

namespace RtcCluster.Grains.Edges;

/// <summary>Tells every silo which edges there are.</summary>
internal sealed class EdgeRosters(IServiceProvider services, ISiloStatusOracle silos, ISiloMetadataCache roles) : GrainServiceClient<IEdgeRosterService>(services)
{
    /// <summary>Tells all that can be reached, and waits for no other: those ask again within a second.</summary>
    public Task TellAsync(ImmutableArray<EdgeInfo> edges) =>
        Task.WhenAll(silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Where(HasGrains).Select(silo => TellAsync(silo, edges)));

    // An edge alone has no users and no calls; a silo whose roles are not known yet may have.
    private bool HasGrains(SiloAddress silo) => !roles.GetSiloMetadata(silo).Metadata.TryGetValue("role", out var role) || role.Contains("core", StringComparison.OrdinalIgnoreCase);

    private async Task TellAsync(SiloAddress silo, ImmutableArray<EdgeInfo> edges)
    {
        try
        {
            await GetGrainService(silo).Told(edges);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Gone, too busy, or of a version that has no roster.
        }
    }
}
