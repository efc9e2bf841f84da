namespace RtcCluster.Sip.Transactions;

/// <summary>States of an INVITE client transaction. RFC 3261 figure 5 with RFC 6026 §7.2.</summary>
public enum InviteClientState
{
    /// <summary>The INVITE is out, nothing came back.</summary>
    Calling,

    /// <summary>A provisional response came.</summary>
    Proceeding,

    /// <summary>A final response other than 2xx came and is acknowledged.</summary>
    Completed,

    /// <summary>A 2xx came; further ones go up to the user.</summary>
    Accepted,

    /// <summary>Over.</summary>
    Terminated,
}
