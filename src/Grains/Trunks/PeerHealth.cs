using System.Collections.Immutable;
using RtcCluster.Contracts.Trunks;

namespace RtcCluster.Grains.Trunks;

/// <summary>Which peers of a trunk are alive: two missed OPTIONS make one unhealthy, one answer makes it healthy. Pure; held in memory.</summary>
internal sealed class PeerHealth
{
    // One lost datagram is no dead carrier.
    private const int MissesUntilDown = 2;

    private readonly Dictionary<string, Entry> _peers = new(StringComparer.Ordinal);

    /// <summary>A round of probes goes out; peers that have not answered the one before have missed it.</summary>
    public void Probing(IEnumerable<TrunkPeer> peers, DateTimeOffset now)
    {
        foreach (var peer in peers)
        {
            var entry = Of(peer.Name);
            if (entry.Waiting)
            {
                entry.Misses++;
            }

            entry.Waiting = true;
            entry.LastProbe = now;
        }
    }

    /// <summary>A peer answered with a code, or did not (0).</summary>
    public void Answered(string peer, int code, double roundTripMilliseconds)
    {
        var entry = Of(peer);
        entry.Waiting = false;
        entry.LastCode = code == 0 ? null : code;
        entry.RoundTrip = code == 0 ? null : roundTripMilliseconds;
        // 503 and 408 say that the peer, or what is behind it, serves nobody now (RFC 3261 §21.5.4).
        entry.Misses = code is 0 or 408 or 503 ? entry.Misses + 1 : 0;
    }

    /// <summary>True unless the peer is known to be down; one that was never asked is given the chance.</summary>
    public bool IsHealthy(string peer) => !_peers.TryGetValue(peer, out var entry) || entry.Misses < MissesUntilDown;

    /// <summary>How the peers are.</summary>
    public ImmutableArray<PeerStatus> Status(IEnumerable<TrunkPeer> peers) =>
        [.. peers.Select(peer => Of(peer.Name) is var entry ? new PeerStatus(peer.Name, IsHealthy(peer.Name), entry.LastProbe, entry.LastCode, entry.RoundTrip) : null!)];

    private Entry Of(string peer)
    {
        if (!_peers.TryGetValue(peer, out var entry))
        {
            _peers.Add(peer, entry = new Entry());
        }

        return entry;
    }

    private sealed class Entry
    {
        public bool Waiting { get; set; }

        public int Misses { get; set; }

        public DateTimeOffset? LastProbe { get; set; }

        public int? LastCode { get; set; }

        public double? RoundTrip { get; set; }
    }
}
