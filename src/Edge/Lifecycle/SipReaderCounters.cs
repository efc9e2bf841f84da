namespace RtcCluster.Edge.Lifecycle;

/// <summary>What one reader counted; written by its thread alone and read by whoever exports metrics, so that a packet costs no interlocked instruction.</summary>
internal sealed class SipReaderCounters
{
    public long Datagrams;
    public long RateLimited;
    public long ReceiveErrors;
    public long BrokenStreams;
}
