using RtcCluster.Cluster.Membership;

namespace RtcCluster.Edge.Http.Cluster;

/// <summary>A process of the cluster. Its address is not told: administrators of a company need not know the network.</summary>
/// <param name="Name">The stable name that it runs under.</param>
/// <param name="Role">core, edge, or core+edge in a Standalone.</param>
internal sealed record MemberModel(string Name, string Role)
{
    /// <summary>The member as administrators see it.</summary>
    public static MemberModel Of(Member member) => new(member.Name, MemberName.Words(member.Roles));
}
