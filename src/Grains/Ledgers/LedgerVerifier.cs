using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Ledgers;

/// <summary>Verifies the history: every call once, with all of its events, to its end. Only reads.</summary>
/// <param name="audit">The history.</param>
public sealed class LedgerVerifier(ILedgerAudit audit)
{
    private readonly Dictionary<LedgerFaultKind, int> _faults = [];
    private long _calls;
    private long _events;

    /// <summary>What it has come to so far.</summary>
    public LedgerVerdict Verdict => new(
        _calls, _events, Of(LedgerFaultKind.Missing), Of(LedgerFaultKind.Duplicate), Of(LedgerFaultKind.Gap), Of(LedgerFaultKind.Unfinished), Of(LedgerFaultKind.Differing));

    /// <summary>Reads the whole history.</summary>
    /// <param name="rebuild">Whether call log and reports are made anew from the events, and compared.</param>
    /// <param name="tell">Told each fault, and each call without one (null), as it is read.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<LedgerVerdict> VerifyAsync(bool rebuild, Func<string, LedgerFault?, Task> tell, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(tell);
        await foreach (var call in audit.ReadAsync(ct))
        {
            await Take(call, rebuild, tell);
        }

        foreach (var orphan in await audit.OrphansAsync(ct))
        {
            _calls++;
            await Tell(orphan, new LedgerFault(LedgerFaultKind.Missing, "reports have rows of it, and it has neither events nor an entry of the call log"), tell);
        }

        return Verdict;
    }

    /// <summary>Reads one call.</summary>
    /// <param name="call">Its id, <c>TENANT/NAME</c>.</param>
    /// <param name="rebuild">Whether call log and reports are made anew from the events, and compared.</param>
    /// <param name="tell">Told each fault, or that there is none (null).</param>
    /// <param name="ct">Ends it.</param>
    public async Task<LedgerVerdict> VerifyAsync(string call, bool rebuild, Func<string, LedgerFault?, Task> tell, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(tell);
        if (await audit.FindAsync(call, ct) is { } stored)
        {
            await Take(stored, rebuild, tell);
        }
        else
        {
            await Tell(call, new LedgerFault(LedgerFaultKind.Missing, "the history does not know it"), tell);
        }

        return Verdict;
    }

    private async Task Take(StoredHistory call, bool rebuild, Func<string, LedgerFault?, Task> tell)
    {
        _calls++;
        _events += call.History.Ledger.Count;
        var faults = LedgerReading.Faults(call, rebuild);
        foreach (var fault in faults)
        {
            await Tell(call.CallId, fault, tell);
        }

        if (faults.Count == 0)
        {
            await tell(call.CallId, null);
        }
    }

    private Task Tell(string call, LedgerFault fault, Func<string, LedgerFault?, Task> tell)
    {
        _faults[fault.Kind] = Of(fault.Kind) + 1;
        return tell(call, fault);
    }

    private int Of(LedgerFaultKind kind) => _faults.GetValueOrDefault(kind);
}
