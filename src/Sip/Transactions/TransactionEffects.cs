namespace RtcCluster.Sip.Transactions;

/// <summary>What an input makes a transaction do; several may come from one input, and they are done in the order of their values.</summary>
[Flags]
public enum TransactionEffects
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Send the request (client) or the last response (server), first time or again.</summary>
    Send = 1,

    /// <summary>Send the ACK of a non-2xx final response (INVITE client).</summary>
    Ack = 2,

    /// <summary>Give the message to the transaction user.</summary>
    Inform = 4,

    /// <summary>Tell the user that nobody answered in time (timers B, F, H).</summary>
    TimedOut = 8,

    /// <summary>Tell the user that the transport failed.</summary>
    Failed = 16,

    /// <summary>The transaction is over and may be forgotten.</summary>
    Terminated = 32,
}
