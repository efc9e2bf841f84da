using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>What listeners give the things to that come from the network.</summary>
internal interface ISipIntake
{
    /// <summary>A message, to the shard that its Call-ID belongs to. The bytes are copied; dropped and counted when the shard is behind.</summary>
    void Receive(ReadOnlySpan<byte> bytes, in SipFlow flow);

    /// <summary>A connection is closed.</summary>
    void ConnectionClosed(long connection);

    /// <summary>A message of a shard's transaction could not be sent.</summary>
    void SendFailed(int shard, long transaction);
}
