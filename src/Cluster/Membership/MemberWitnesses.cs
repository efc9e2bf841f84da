using Orleans.Runtime.Services;

namespace RtcCluster.Cluster.Membership;

/// <summary>Asks the witness of another process.</summary>
internal sealed class MemberWitnesses(IServiceProvider services) : GrainServiceClient<IMemberWitness>(services)
{
    /// <summary>Whether <paramref name="witness"/> is refused by <paramref name="silo"/>; false also when the witness does not say.</summary>
    public async Task<bool> Agrees(SiloAddress witness, SiloAddress silo)
    {
        try
        {
            return await GetGrainService(witness).IsRefused(silo).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Gone itself, too busy, or of a version that has no witness.
            return false;
        }
    }
}
