using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Membership;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Who this process is among the edges.</summary>
/// <param name="membership">Where it learns its own address, incarnation included.</param>
/// <param name="edge">Its name.</param>
/// <param name="sip">Where phones reach it.</param>
/// <param name="media">Whether it anchors media.</param>
/// <param name="clock">When it began.</param>
public sealed class EdgeIdentity(
    ClusterMembership membership, IOptions<EdgeOptions> edge, IOptions<SipOptions> sip, IOptions<MediaOptions> media, EdgeClock clock)
{
    /// <summary>This incarnation; the key of its edge grain.</summary>
    public EdgeId Edge { get; } = new(membership.Local.ToParsableString());

    /// <summary>The stable name (<c>Edge:Name</c>).</summary>
    public string Name { get; } = edge.Value.EffectiveName;

    /// <summary>What others know of it.</summary>
    public EdgeInfo Info => new(Edge, Name, PublicSipAddress, media.Value.Anchors, StartedAt);

    /// <summary>When it came up (UTC).</summary>
    public DateTimeOffset StartedAt { get; } = clock.Utc;

    /// <summary>The host that phones reach it by.</summary>
    public string PublicSipAddress { get; } = sip.Value.PublicAddress.Length > 0
        ? sip.Value.PublicAddress
        : (sip.Value.Udp ?? sip.Value.Tcp ?? sip.Value.Tls)!.Address.ToString();
}
