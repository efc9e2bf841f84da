using System.Globalization;
using System.Text;
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

    /// <summary>The shard that messages of a Call-ID go to.</summary>
    public static int ShardOf(string callId, int shards) => ShardOf(CallIdScan.Hash(Encoding.ASCII.GetBytes(callId)), shards);

    /// <summary>A Call-ID of a shard: letters are added to a random one until it belongs there.</summary>
    public string OwnCallId(int shard, string random) => OwnCallId(shard, _shards.Count, random);

    /// <summary>A Call-ID of one of so many shards.</summary>
    public static string OwnCallId(int shard, int shards, string random)
    {
        var id = random;
        for (var letter = 0; ShardOf(id, shards) != shard && letter < 10_000; letter++)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{random}{letter:x}");
        }

        return id;
    }

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
