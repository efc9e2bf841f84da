namespace RtcCluster.Sip.Transactions;

/// <summary>States of a non-INVITE client transaction. RFC 3261 figure 6.</summary>
public enum NonInviteClientState
{
    /// <summary>The request is out, nothing came back.</summary>
    Trying,

    /// <summary>A provisional response came.</summary>
    Proceeding,

    /// <summary>A final response came; its retransmissions are absorbed.</summary>
    Completed,

    /// <summary>Over.</summary>
    Terminated,
}
