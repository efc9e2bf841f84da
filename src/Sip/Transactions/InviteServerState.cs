namespace RtcCluster.Sip.Transactions;

/// <summary>States of an INVITE server transaction. RFC 3261 figure 7 with RFC 6026 §7.1.</summary>
public enum InviteServerState
{
    /// <summary>No final response was given.</summary>
    Proceeding,

    /// <summary>A final response other than 2xx is out and waits for its ACK.</summary>
    Completed,

    /// <summary>The ACK came; its retransmissions are absorbed.</summary>
    Confirmed,

    /// <summary>A 2xx is out, which the user retransmits; INVITEs are absorbed.</summary>
    Accepted,

    /// <summary>Over.</summary>
    Terminated,
}
