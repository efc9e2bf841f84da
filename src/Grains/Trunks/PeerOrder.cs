using RtcCluster.Contracts.Trunks;

namespace RtcCluster.Grains.Trunks;

/// <summary>The order in which peers are tried. RFC 2782, "Usage rules": by priority, and within one by weighted chance.</summary>
internal static class PeerOrder
{
    /// <summary>Orders peers.</summary>
    public static IReadOnlyList<TrunkPeer> Of(IEnumerable<TrunkPeer> peers, IDice dice)
    {
        var ordered = new List<TrunkPeer>();
        foreach (var group in peers.GroupBy(peer => peer.Priority).OrderBy(group => group.Key))
        {
            // Those of weight 0 come first in the list, so that they are chosen only when the roll is 0.
            var left = group.OrderBy(peer => peer.Weight != 0).ToList();
            while (left.Count > 0)
            {
                var roll = dice.Roll(left.Sum(peer => peer.Weight) + 1);
                var running = 0;
                var index = left.FindIndex(peer => (running += peer.Weight) >= roll);
                ordered.Add(left[index]);
                left.RemoveAt(index);
            }
        }

        return ordered;
    }
}
