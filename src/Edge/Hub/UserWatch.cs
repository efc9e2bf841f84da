using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Hub;

/// <summary>Tells those at this edge who watch a user's grain what changes there.</summary>
/// <typeparam name="TWatcher">Who is told.</typeparam>
/// <typeparam name="TNews">What they are told.</typeparam>
/// <param name="grain">The grain's noun, in metrics.</param>
/// <param name="metrics">Counts grains that cannot be asked.</param>
internal abstract class UserWatch<TWatcher, TNews>(string grain, EdgeMetrics metrics) : GrainWatch<UserId, TWatcher, TNews>(grain, metrics)
    where TWatcher : notnull
    where TNews : class
{
    protected override TenantId TenantOf(UserId key) => key.Tenant;
}
