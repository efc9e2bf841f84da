using RtcCluster.Media.Ice;

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
    public long SrtpBeforeKeys;
    public long SrtpForged;
    public long SrtpReplayed;
    public long SrtpUndecipherable;
    public long TcpConnections;
    public long TcpRefused;
    public long TcpIdle;
    public long TcpSlow;
    public long TcpBroken;
    public long Exceptions;
    public long Calls;
    public long Legs;

    /// <summary>Connectivity checks by <see cref="IceStatus"/>.</summary>
    public readonly long[] IceChecks = new long[Enum.GetValues<IceStatus>().Length];
}
