using System.Collections.Immutable;
using System.Globalization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Directory;
using TrunkPeer = RtcCluster.Contracts.Trunks.TrunkPeer;

namespace RtcCluster.Grains.Trunks;

/// <summary>What a trunk makes of a number that goes out; pure.</summary>
internal static class TrunkMachine
{
    /// <summary>The trunk takes no calls.</summary>
    public static CallFailure Disabled { get; } = new(503, "The trunk is switched off.", 27, CallResult.Failed, RetrySafe: true);

    /// <summary>No peer is alive.</summary>
    public static CallFailure NoPeer { get; } = new(503, "No peer of the trunk answers.", 38, CallResult.Failed, RetrySafe: true);

    /// <summary>Every channel is in use.</summary>
    public static CallFailure Full { get; } = new(503, "The trunk has no free channel.", 34, CallResult.Failed, RetrySafe: true);

    /// <summary>No edge can send the call.</summary>
    public static CallFailure NoEdge { get; } = new(503, "No edge can carry the call.", 34, CallResult.Failed, RetrySafe: true);

    /// <summary>The peers of a trunk in the words of the contracts; a peer is named by where it is.</summary>
    public static ImmutableArray<TrunkPeer> Peers(Trunk trunk) =>
    [
        .. trunk.Peers.Select(peer => new TrunkPeer(
            string.Create(CultureInfo.InvariantCulture, $"{peer.Host}:{peer.Port}"),
            peer.Host,
            peer.Port,
            peer.Transport.ToString().ToLowerInvariant(),
            peer.Priority,
            peer.Weight)),
    ];

    /// <summary>The number as the carrier wants it: the rule with the longest pattern applies.</summary>
    public static string Write(Trunk trunk, string number)
    {
        var rule = trunk.NumberRules
            .Where(rule => number.StartsWith(rule.Pattern.TrimEnd('*'), StringComparison.Ordinal))
            .MaxBy(rule => rule.Pattern.Length);
        return rule is null ? number : string.Concat(rule.Prefix, number.AsSpan(Math.Min(rule.Strip, number.Length)));
    }

    /// <summary>Where the call is sent, in the order of the peers.</summary>
    public static ImmutableArray<DialTarget> Targets(TrunkId id, Trunk trunk, string number, IEnumerable<TrunkPeer> peers, EdgeId edge) =>
    [
        .. peers.Select(peer => new DialTarget
        {
            Uri = Uri(peer, Write(trunk, number)),
            Edge = edge,
            Transport = peer.Transport,
            Trunk = id,
            Peer = peer.Name,
            RequireSrtp = trunk.RequireSrtp,
        }),
    ];

    /// <summary>Who calls, as the carrier sees it.</summary>
    public static Party From(Trunk trunk, Party caller) => trunk.CallerId.Length > 0 ? caller with { Number = trunk.CallerId } : caller;

    /// <summary>The edge that serves a trunk: always the same one as long as the edges are the same, so that a carrier sees one address.</summary>
    public static EdgeInfo? EdgeFor(TrunkId id, ImmutableArray<EdgeInfo> edges) =>
        edges.Where(edge => !edge.Leaving).OrderBy(edge => edge.Name, StringComparer.Ordinal).ThenByDescending(edge => edge.StartedAt).ToList() is { Count: > 0 } all
            ? all[(int)((uint)id.Key.Aggregate(17, (hash, character) => unchecked((hash * 31) + character)) % (uint)all.Count)]
            : null;

    private static string Uri(TrunkPeer peer, string number)
    {
        var host = peer.Host.Contains(':', StringComparison.Ordinal) && !peer.Host.StartsWith('[') ? $"[{peer.Host}]" : peer.Host;
        return string.Create(CultureInfo.InvariantCulture, $"sip:{number}@{host}:{peer.Port}{(peer.Transport == "udp" ? "" : $";transport={peer.Transport}")}");
    }
}
