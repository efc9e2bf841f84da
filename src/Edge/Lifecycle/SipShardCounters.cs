namespace RtcCluster.Edge.Lifecycle;

/// <summary>What one SIP shard counted; written by its thread alone.</summary>
internal sealed class SipShardCounters
{
    public long Received;
    public long Sent;
    public long SendFailed;
    public long Malformed;
    public long Exceptions;
    public long Transactions;
    public long Legs;
    public long Retransmissions;
    public long Overloaded;
    public long Refused;
    public long QueueFull;
}
