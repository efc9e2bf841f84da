using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Calls;

/// <summary>Makes the rows of what changed a call's parties from its ledger and from nothing else.</summary>
internal sealed class TransferProjection
{
    private readonly CallId _call;
    private readonly List<LedgerEvent> _events;
    private readonly Dictionary<LegId, Party> _parties = [];
    private readonly List<TransferEntry> _rows = [];
    private TransferEntry? _open;
    private int _before;

    private TransferProjection(CallId call, IReadOnlyList<LedgerEntry> ledger) => (_call, _events) = (call, [.. ledger.Select(entry => entry.Event)]);

    /// <summary>The rows, the earliest first.</summary>
    public static IReadOnlyList<TransferEntry> Of(CallId call, IReadOnlyList<LedgerEntry> ledger)
    {
        var projection = new TransferProjection(call, ledger);
        projection.Read();
        return projection._rows;
    }

    private void Read()
    {
        var talks = false;
        foreach (var happened in _events)
        {
            switch (happened)
            {
                case CallOffered offered:
                    _parties[LegId.First] = offered.Caller;
                    break;
                case LegWasInvited invited:
                    _parties[invited.Leg] = invited.Party;
                    break;
                case LegsConnected:
                    talks = true;
                    break;
                case CallParked parked:
                    // Whoever takes it from there picks it up.
                    talks = false;
                    _open = _open is null ? null : _open with { ToNumber = parked.Slot };
                    break;
                case TransferStarted started:
                    End();
                    _before = _parties.Keys.Select(static leg => leg.Number).DefaultIfEmpty().Max();
                    _open = By(New(TransferKind.Blind, started.At), started.By) with { ToNumber = started.To };
                    break;
                case CallRouted routed when _open is not null && routed.Decision.StartsWith("queue ", StringComparison.Ordinal):
                    _open = _open with { Kind = TransferKind.Queue };
                    break;
                case LegJoined joined:
                    Joined(joined, talks);
                    break;
                case TransferCompleted completed when _open is not null:
                    Completed(completed);
                    break;
                case TransferFailed failed when _open is not null:
                    _open = _open with { EndedAt = failed.At, SipCode = failed.Failure.SipCode };
                    End();
                    break;
            }
        }

        End();
    }

    private void Joined(LegJoined joined, bool talks)
    {
        if (_open is not null)
        {
            _open = To(_open, joined.Leg, joined.Party) with { Kind = TransferKind.Attended, OtherCall = joined.From.Key };
        }
        else
        {
            // Who comes over while others talk is the third; before that it is the one who picks up.
            var row = To(New(talks ? TransferKind.Merge : TransferKind.PickUp, joined.At), joined.Leg, joined.Party) with
            {
                EndedAt = joined.At,
                Completed = true,
                OtherCall = joined.From.Key,
            };
            var with = _events.OfType<LegsConnected>().FirstOrDefault(two => two.Second == joined.Leg);
            _rows.Add(talks && with is not null ? By(row, with.First) : row with { ByUserId = joined.Party.User?.Key, ByNumber = joined.Party.Number });
        }

        _parties[joined.Leg] = joined.Party;
    }

    private void Completed(TransferCompleted completed)
    {
        var done = _open! with { EndedAt = completed.At, Completed = true };
        // To a queue, music or an echo: the leg that the ledger names is the one that stayed.
        _open = completed.NewLeg.Number > _before && _parties.TryGetValue(completed.NewLeg, out var party)
            ? To(done, completed.NewLeg, party) with { ToNumber = done.ToNumber }
            : done;
        End();
    }

    private void End()
    {
        if (_open is { } row)
        {
            _rows.Add(row with { Number = _rows.Count + 1 });
            _open = null;
        }
    }

    private TransferEntry New(TransferKind kind, DateTimeOffset at) => new()
    {
        CallId = _call.Key,
        Number = _rows.Count + 1,
        TenantId = _call.Tenant.Value,
        Kind = kind,
        StartedAt = at,
    };

    private TransferEntry By(TransferEntry row, LegId leg)
    {
        var party = _parties.GetValueOrDefault(leg);
        return row with { ByLeg = leg.Number, ByUserId = party?.User?.Key, ByNumber = party?.Number ?? "" };
    }

    private static TransferEntry To(TransferEntry row, LegId leg, Party party) =>
        row with { ToLeg = leg.Number, ToUserId = party.User?.Key, ToNumber = party.Number };
}
