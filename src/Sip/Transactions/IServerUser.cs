using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Transactions;

/// <summary>The user of an INVITE server transaction, as far as it wants to know more than its request.</summary>
internal interface IServerUser
{
    /// <summary>A CANCEL came before the final response.</summary>
    void OnCancel(ServerTransaction transaction, SipMessage cancel, long now);

    /// <summary>The ACK of a final response other than 2xx never came. RFC 3261 §17.2.1 timer H.</summary>
    void OnUnacknowledged(ServerTransaction transaction, long now);
}
