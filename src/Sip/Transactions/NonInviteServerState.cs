namespace RtcCluster.Sip.Transactions;

/// <summary>States of a non-INVITE server transaction. RFC 3261 figure 8.</summary>
public enum NonInviteServerState
{
    /// <summary>No response was given.</summary>
    Trying,

    /// <summary>A provisional response is out.</summary>
    Proceeding,

    /// <summary>The final response is out and is repeated for each retransmitted request.</summary>
    Completed,

    /// <summary>Over.</summary>
    Terminated,
}
