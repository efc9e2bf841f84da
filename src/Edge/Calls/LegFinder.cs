using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Edge.Sip;

namespace RtcCluster.Edge.Calls;

/// <summary>Finds the leg of a dialog, in whatever SIP shard of this edge it lives. Any thread.</summary>
internal sealed class LegFinder
{
    private ImmutableArray<CallBridge> _bridges = [];

    /// <summary>The shards are there; before anything is received.</summary>
    public void Set(ImmutableArray<CallBridge> bridges) => _bridges = bridges;

    /// <summary>Where the dialogs of a Call-ID live.</summary>
    public CallBridge HomeOf(string callId) => _bridges[SipShards.ShardOf(callId, _bridges.Length)];

    /// <summary>Looks for a dialog; <paramref name="found"/> is told on the thread of the dialog's shard, null when there is none.</summary>
    /// <param name="callId">Its Call-ID.</param>
    /// <param name="localTag">The tag that we gave.</param>
    /// <param name="remoteTag">The party's tag.</param>
    /// <param name="found">Gets the leg.</param>
    public void Find(string callId, string localTag, string remoteTag, Action<NamedLeg?> found)
    {
        var bridge = HomeOf(callId);
        bridge.Shard.Post(() => found(bridge.Find(callId, localTag, remoteTag)));
    }
}
