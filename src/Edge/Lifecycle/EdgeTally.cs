namespace RtcCluster.Edge.Lifecycle;

/// <summary>What the threads of this edge have counted until now.</summary>
/// <param name="SipDatagrams">Datagrams read.</param>
/// <param name="SipRateLimited">Datagrams of sources that sent more than they may.</param>
/// <param name="SipReceived">Messages taken.</param>
/// <param name="SipSent">Messages sent.</param>
/// <param name="SipSendFailed">Messages that the system did not take.</param>
/// <param name="SipQueueFull">Messages dropped because a shard was behind.</param>
/// <param name="SipRetransmissions">Retransmissions absorbed.</param>
/// <param name="SipOverloaded">Requests answered with 503 by the transaction layer.</param>
/// <param name="SipTransactions">Transactions held now.</param>
/// <param name="RtpReceived">Media packets read.</param>
/// <param name="RtpSent">Media packets sent.</param>
/// <param name="RtpSendFailed">Media packets that the system did not take.</param>
/// <param name="RtpDropped">Media packets dropped: of strangers, malformed, early or unwanted.</param>
/// <param name="SrtpDropped">Packets that did not decrypt.</param>
internal sealed record EdgeTally(
    long SipDatagrams,
    long SipRateLimited,
    long SipReceived,
    long SipSent,
    long SipSendFailed,
    long SipQueueFull,
    long SipRetransmissions,
    long SipOverloaded,
    long SipTransactions,
    long RtpReceived,
    long RtpSent,
    long RtpSendFailed,
    long RtpDropped,
    long SrtpDropped);
