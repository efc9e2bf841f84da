namespace RtcCluster.Grains.Ledgers;

/// <summary>What is wrong with what the history holds of a call.</summary>
/// <param name="Kind">What kind of fault.</param>
/// <param name="Text">The fault, for people.</param>
public sealed record LedgerFault(LedgerFaultKind Kind, string Text);

/// <summary>What can be wrong with what the history holds of a call.</summary>
public enum LedgerFaultKind
{
    /// <summary>Events and no entry of the call log, an entry and no events, or reports of a call that is nowhere.</summary>
    Missing,

    /// <summary>What happens once is told twice.</summary>
    Duplicate,

    /// <summary>The numbers do not go from 1 on without a gap.</summary>
    Gap,

    /// <summary>The last event is not the end of the call.</summary>
    Unfinished,

    /// <summary>An event cannot be read, or the rows do not say what the events say.</summary>
    Differing,
}
