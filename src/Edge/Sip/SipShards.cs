using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>The SIP shards, and the rule which Call-ID belongs to which.</summary>
internal sealed class SipShards : ISipIntake, IDisposable
{
    private IReadOnlyList<SipShard> _shards = [];

    /// <summary>Every shard.</summary>
    public IReadOnlyList<SipShard> All => _shards;

    /// <summary>The shards are there; before anything is received.</summary>
    public void Set(IReadOnlyList<SipShard> shards) => _shards = shards;

    /// <summary>The shard of a hash of <see cref="CallIdScan"/>.</summary>
    public static int ShardOf(uint hash, int shards) => (int)(hash % (uint)shards);

    public void Receive(ReadOnlySpan<byte> bytes, in SipFlow flow) => _shards[ShardOf(CallIdScan.HashOf(bytes), _shards.Count)].Receive(bytes, flow);

    public void ConnectionClosed(long connection)
    {
        foreach (var shard in _shards)
        {
            shard.Post(() => shard.CloseFlow(connection));
        }
    }

    public void SendFailed(int shard, long transaction)
    {
        if (transaction != 0)
        {
            var target = _shards[shard];
            target.Post(() => target.Agent.SendFailed(transaction, target.Now));
        }
    }

    public void Dispose()
    {
        foreach (var shard in _shards)
        {
            shard.Dispose();
        }
    }
}
