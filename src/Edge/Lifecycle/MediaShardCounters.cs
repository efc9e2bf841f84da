namespace RtcCluster.Edge.Lifecycle;

/// <summary>What one media shard counted; written by its thread alone.</summary>
internal sealed class MediaShardCounters
{
    public long RtpReceived;
    public long RtcpReceived;
    public long Sent;
    public long SendFailed;
    public long DroppedStranger;
    public long DroppedMalformed;
    public long DroppedOther;
    public long Exceptions;
    public long Calls;
    public long Legs;
}
