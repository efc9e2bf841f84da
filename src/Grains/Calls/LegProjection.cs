using System.Text.Json;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Calls;

/// <summary>Makes the rows of a call's legs from its ledger and from nothing else.</summary>
internal sealed class LegProjection
{
    private readonly List<LedgerEvent> _events;
    private readonly CallOffered _offered;
    private readonly CallId _call;

    private LegProjection(CallId call, List<LedgerEvent> events, CallOffered offered) => (_call, _events, _offered) = (call, events, offered);

    /// <summary>The rows, by leg; empty while the ledger has no first event.</summary>
    public static IReadOnlyList<CallLegEntry> Of(CallId call, IReadOnlyList<LedgerEntry> ledger)
    {
        if (ledger is not [{ Event: CallOffered offered }, ..])
        {
            return [];
        }

        var projection = new LegProjection(call, [.. ledger.Select(entry => entry.Event)], offered);
        return [.. projection.Legs().OrderBy(leg => leg.Leg)];
    }

    /// <summary>The times that a leg held others in, until it ended.</summary>
    public static IEnumerable<HoldSpan> Holds(IEnumerable<LedgerEvent> events, LegId leg)
    {
        DateTimeOffset? since = null;
        foreach (var happened in events)
        {
            switch (happened)
            {
                case LegHeld held when held.By == leg:
                    since ??= held.At;
                    break;
                case LegResumed resumed when resumed.By == leg && since is { } from:
                    yield return new HoldSpan(from, resumed.At);
                    since = null;
                    break;
                case LegWasEnded ended when ended.Leg == leg && since is { } from:
                    yield return new HoldSpan(from, ended.At);
                    since = null;
                    break;
            }
        }
    }

    private IEnumerable<CallLegEntry> Legs()
    {
        // A call that a user asked for has no incoming leg: its first one is a device of that user.
        if (!_events.OfType<LegWasInvited>().Any(invited => invited.Leg == LegId.First))
        {
            yield return Of(LegId.First, _offered.Caller, _offered.At, LegRole.Caller, null, null);
        }

        var isRouted = false;
        var transfers = false;
        var agents = new Dictionary<UserId, QueueId>();
        foreach (var happened in _events)
        {
            switch (happened)
            {
                case CallRouted:
                    isRouted = true;
                    break;
                case TransferStarted:
                    transfers = true;
                    break;
                case TransferCompleted or TransferFailed:
                    transfers = false;
                    break;
                case QueueOffered offered:
                    agents[offered.Agent] = offered.Queue;
                    break;
                case QueueAnswered or QueueLeft:
                    agents.Clear();
                    break;
                case LegJoined joined:
                    yield return Of(joined.Leg, joined.Party, joined.At, LegRole.Joined, null, joined.From.Key);
                    break;
                case LegWasInvited invited:
                    QueueId? queue = invited.Party.User is { } user && agents.TryGetValue(user, out var offering) ? offering : null;
                    var role = IsSupervisor(invited.Leg) ? LegRole.Supervisor
                        : queue is not null ? LegRole.Agent
                        : transfers ? LegRole.TransferTarget
                        : !isRouted && invited.Party.User is not null && invited.Party.User == _offered.Caller.User ? LegRole.Caller
                        : LegRole.Callee;
                    yield return Of(invited.Leg, invited.Party, invited.At, role, role == LegRole.Agent ? queue : null, null);
                    break;
            }
        }
    }

    private CallLegEntry Of(LegId leg, Party party, DateTimeOffset at, LegRole role, QueueId? queue, string? from)
    {
        var ended = _events.OfType<LegWasEnded>().FirstOrDefault(end => end.Leg == leg);
        var answered = _events.OfType<LegWasAnswered>().FirstOrDefault(answer => answer.Leg == leg)?.At
            ?? _events.OfType<LegsConnected>().FirstOrDefault(two => two.First == leg || two.Second == leg)?.At;
        return new CallLegEntry
        {
            CallId = _call.Key,
            Leg = leg.Number,
            TenantId = _call.Tenant.Value,
            Role = role,
            Number = party.Number,
            Name = party.Name ?? "",
            UserId = party.User?.Key,
            TrunkId = party.Trunk?.Key,
            QueueId = queue?.Key,
            JoinedFrom = from,
            StartedAt = at,
            RingingAt = _events.OfType<LegRang>().FirstOrDefault(rang => rang.Leg == leg)?.At,
            AnsweredAt = answered,
            EndedAt = ended?.At,
            TalkMilliseconds = answered is { } since && ended is not null ? Milliseconds(ended.At - since) : 0,
            HoldMilliseconds = Holds(_events, leg).Sum(hold => Milliseconds(hold.To - hold.From)),
            EndKind = ended is null ? "" : JsonNamingPolicy.CamelCase.ConvertName(ended.Cause.Kind.ToString()),
            EndSipCode = ended?.Cause.SipCode,
            EndQ850 = ended?.Cause.Q850,
        };
    }

    private bool IsSupervisor(LegId leg) => _events.OfType<SupervisionChanged>().Any(changed => changed.Leg == leg);

    // Edges have clocks of their own: a millisecond of difference must not make a time less than none.
    private static long Milliseconds(TimeSpan time) => Math.Max(0, (long)time.TotalMilliseconds);
}
