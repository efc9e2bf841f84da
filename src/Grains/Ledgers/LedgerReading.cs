using System.Globalization;
using System.Text.Json;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Calls;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Ledgers;

/// <summary>Reads what the history holds of one call as an accountant does: are the numbers there, is everything told once, is it at its end, and do the rows say what the events say?</summary>
internal static class LedgerReading
{
    /// <summary>What is wrong; empty when nothing is.</summary>
    /// <param name="call">The call as it is stored.</param>
    /// <param name="rebuild">Whether call log and reports are made anew from the events, and compared.</param>
    public static IReadOnlyList<LedgerFault> Faults(StoredHistory call, bool rebuild)
    {
        var (ledger, entry) = (call.History.Ledger, call.History.Entry);
        if (ledger.Count == 0)
        {
            return [new(LedgerFaultKind.Missing, "it has an entry of the call log and no events")];
        }

        var faults = new List<LedgerFault>();
        if (entry is null)
        {
            faults.Add(new(LedgerFaultKind.Missing, "it has events and no entry of the call log"));
        }
        else if (entry.LedgerNumber != ledger[^1].Number)
        {
            faults.Add(new(LedgerFaultKind.Differing, $"its entry tells of event {Number(entry.LedgerNumber)}, and {Number(ledger[^1].Number)} is the last"));
        }

        Gaps(ledger, faults);
        Ends(ledger, faults);
        Events(call, rebuild, faults);
        return faults;
    }

    private static void Gaps(IReadOnlyList<LedgerRow> ledger, List<LedgerFault> faults)
    {
        var next = 1L;
        foreach (var row in ledger)
        {
            if (row.Number != next)
            {
                var last = row.Number - 1;
                faults.Add(new(LedgerFaultKind.Gap, row.Number < next ? $"event {Number(row.Number)} has no number of its own" : last == next ? $"event {Number(next)} is missing" : $"events {Number(next)} to {Number(last)} are missing"));
            }

            next = row.Number + 1;
        }
    }

    private static void Ends(IReadOnlyList<LedgerRow> ledger, List<LedgerFault> faults)
    {
        if (ledger[^1].Kind != nameof(CallEnded))
        {
            faults.Add(new(LedgerFaultKind.Unfinished, $"its last event is {ledger[^1].Kind}, which is no end"));
        }
        else if (ledger.SkipLast(1).FirstOrDefault(row => row.Kind == nameof(CallEnded)) is { } early)
        {
            faults.Add(new(LedgerFaultKind.Duplicate, $"it ends at event {Number(early.Number)} and again at {Number(ledger[^1].Number)}"));
        }
    }

    private static void Events(StoredHistory call, bool rebuild, List<LedgerFault> faults)
    {
        var id = new CallId(call.CallId);
        var events = new List<LedgerEntry>();
        foreach (var row in call.History.Ledger)
        {
            if (row.TenantId != id.Tenant.Value)
            {
                faults.Add(new(LedgerFaultKind.Differing, $"event {Number(row.Number)} is of the tenant {row.TenantId}"));
            }

            if (Read(row, faults) is { } happened)
            {
                events.Add(happened);
            }
        }

        faults.AddRange(Twice(events));
        // A kind of a newer version is no fault, but without it nothing can be made anew.
        if (rebuild && events.Count == call.History.Ledger.Count && call.History.Entry is not null)
        {
            faults.AddRange(HistoryDifferences.Between(call.History, CallLogProjection.History(id, events)).Select(difference => new LedgerFault(LedgerFaultKind.Differing, $"its {difference}")));
        }
    }

    private static LedgerEntry? Read(LedgerRow row, List<LedgerFault> faults)
    {
        try
        {
            var happened = LedgerCodec.Read(row);
            if (happened is not null && happened.Event.At.ToUnixTimeMilliseconds() != row.At.ToUnixTimeMilliseconds())
            {
                faults.Add(new(LedgerFaultKind.Differing, $"event {Number(row.Number)} says another time than its row"));
            }

            return happened;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException or FormatException or ArgumentException)
        {
            faults.Add(new(LedgerFaultKind.Differing, $"event {Number(row.Number)} ({row.Kind}) cannot be read"));
            return null;
        }
    }

    // A call begins once, a leg is made once and is over once: told twice, two owners have told it.
    private static IEnumerable<LedgerFault> Twice(List<LedgerEntry> events) => events
        .Select(entry => (entry.Number, Fact: entry.Event switch
        {
            CallOffered => "the call began",
            LegWasInvited invited => $"leg {invited.Leg.Number} was made",
            LegJoined joined => $"leg {joined.Leg.Number} was made",
            LegWasAnswered answered => $"leg {answered.Leg.Number} was answered",
            LegWasEnded ended => $"leg {ended.Leg.Number} was over",
            _ => null,
        }))
        .Where(told => told.Fact is not null)
        .GroupBy(told => told.Fact, StringComparer.Ordinal)
        .Where(told => told.Count() > 1)
        .Select(told => new LedgerFault(LedgerFaultKind.Duplicate, $"that {told.Key} is told by the events {string.Join(" and ", told.Select(one => Number(one.Number)))}"));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
