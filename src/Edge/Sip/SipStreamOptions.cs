using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>What a connection is bounded by.</summary>
/// <param name="Limits">Size of messages.</param>
/// <param name="MaxSendBacklog">Bytes that may wait to be sent.</param>
/// <param name="MaxMessagesPerSecond">Messages per second; 0 means no limit.</param>
/// <param name="Counters">Where refused things are counted.</param>
internal sealed record SipStreamOptions(SipLimits Limits, int MaxSendBacklog, int MaxMessagesPerSecond, SipReaderCounters Counters);
