using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Transactions;

/// <summary>The user of a client transaction.</summary>
internal interface IClientUser
{
    /// <summary>A response came; a final one comes once, except further 2xx to INVITE.</summary>
    void OnResponse(ClientTransaction transaction, SipMessage response, long now);

    /// <summary>No final response will come: 408 for a time-out, 503 for a failed transport. RFC 3261 §8.1.3.1.</summary>
    void OnNoResponse(ClientTransaction transaction, int code, long now);
}
