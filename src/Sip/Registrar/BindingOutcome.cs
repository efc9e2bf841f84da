namespace RtcCluster.Sip.Registrar;

/// <summary>What a REGISTER did to a set of bindings.</summary>
public enum BindingOutcome
{
    /// <summary>It was done: 200.</summary>
    Done,

    /// <summary>It is older than what is stored, so that none of it was done: 500. RFC 3261 §10.3 step 7.</summary>
    OutOfOrder,

    /// <summary>There would be too many contacts: 403, and nothing was done.</summary>
    TooMany,
}
