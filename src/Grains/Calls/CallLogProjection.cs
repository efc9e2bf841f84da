using System.Text.Json;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Calls;

/// <summary>Makes the one call-log entry of a call from its ledger and from nothing else.</summary>
internal static class CallLogProjection
{
    /// <summary>The entry; null while the ledger has no first event.</summary>
    public static CallLogEntry? Of(CallId call, IReadOnlyList<LedgerEntry> ledger)
    {
        if (ledger is not [{ Event: CallOffered offered }, ..])
        {
            return null;
        }

        var events = ledger.Select(entry => entry.Event).ToList();
        var ended = events.OfType<CallEnded>().LastOrDefault();
        var routed = events.TakeWhile(happened => happened is not TransferStarted).OfType<CallRouted>().LastOrDefault();
        var invited = events.OfType<LegWasInvited>().ToList();
        var parties = invited.Select(leg => (leg.Leg, leg.Party)).Concat(events.OfType<LegJoined>().Select(leg => (leg.Leg, leg.Party))).ToList();
        var called = Called(events);
        var answeredAt = AnsweredAt(events);
        return new CallLogEntry
        {
            CallId = call.Key,
            TenantId = call.Tenant.Value,
            LedgerNumber = ledger[^1].Number,
            Direction = Direction(routed?.Direction ?? offered.Direction, wasOutside: answeredAt is not null && called?.Trunk is not null),
            FromNumber = offered.Caller.Number,
            FromName = offered.Caller.Name ?? "",
            FromUserId = offered.Caller.User?.Key,
            ToNumber = offered.Dialled,
            ToName = called?.Name ?? "",
            ToUserId = called?.User?.Key,
            Line = routed is null || routed.Decision.StartsWith("refuse", StringComparison.Ordinal) ? null : routed.Line.Name,
            Trunk = (offered.Caller.Trunk ?? invited.Select(leg => leg.Party.Trunk).FirstOrDefault(trunk => trunk is not null))?.Name,
            StartedAt = offered.At,
            RingingAt = events.OfType<LegRang>().FirstOrDefault()?.At,
            AnsweredAt = answeredAt,
            EndedAt = ended?.At,
            TalkMilliseconds = answeredAt is { } from && ended is not null ? Math.Max(0, (long)(ended.At - from).TotalMilliseconds) : 0,
            Result = ended is null ? "" : JsonNamingPolicy.CamelCase.ConvertName(ended.Result.ToString()),
            EndSipCode = ended?.Cause.SipCode,
            EndQ850 = ended?.Cause.Q850,
            EndText = ended?.Cause.Text ?? "",
            HangupBy = ended is null ? "" : HangupBy(ended, offered, parties),
            Transfers = events.OfType<TransferCompleted>().Count(),
            MergedInto = events.OfType<CallMerged>().LastOrDefault()?.Into.Key,
            Participants = Participants(offered, [.. parties.Where(leg => !Supervised(events, leg.Leg))]),
            RecordingNotice = events.OfType<RecordingNoticed>().LastOrDefault() is { } noticed ? JsonNamingPolicy.CamelCase.ConvertName(noticed.Result.ToString()) : "",
            RecordingIds = [.. events.OfType<RecordingStarted>().Select(recording => recording.Recording.Key)],
        };
    }

    /// <summary>Everything of a call that goes into the history, in one transaction.</summary>
    public static CallHistory History(CallId call, IReadOnlyList<LedgerEntry> ledger)
    {
        var (visits, offers) = QueueProjection.Of(call, ledger);
        return new CallHistory
        {
            Ledger = [.. ledger.Select(entry => LedgerCodec.Write(call, entry))],
            Entry = Of(call, ledger),
            Legs = LegProjection.Of(call, ledger),
            Visits = visits,
            Offers = offers,
            Transfers = TransferProjection.Of(call, ledger),
        };
    }

    // An internal call that somebody's wish has led outside was one only when it was answered there.
    private static Storage.History.CallDirection Direction(Contracts.Calls.CallDirection direction, bool wasOutside) => direction switch
    {
        Contracts.Calls.CallDirection.Internal when wasOutside => Storage.History.CallDirection.Outbound,
        Contracts.Calls.CallDirection.Inbound => Storage.History.CallDirection.Inbound,
        Contracts.Calls.CallDirection.Outbound => Storage.History.CallDirection.Outbound,
        _ => Storage.History.CallDirection.Internal,
    };

    // Legs that were invited before a number was looked up are the devices of the user who asked for the call.
    private static Party? Called(List<LedgerEvent> events)
    {
        var legs = events.SkipWhile(happened => happened is not CallRouted).OfType<LegWasInvited>().ToList();
        var connected = events.OfType<LegsConnected>().FirstOrDefault();
        return (legs.Find(leg => leg.Leg == connected?.Second || leg.Leg == connected?.First) ?? legs.FirstOrDefault())?.Party;
    }

    private static DateTimeOffset? AnsweredAt(List<LedgerEvent> events)
    {
        if (events.OfType<LegsConnected>().FirstOrDefault() is { } connected)
        {
            return connected.At;
        }

        if (events.OfType<FaxBegun>().FirstOrDefault() is { } fax)
        {
            return fax.At;
        }

        var play = events.OfType<CallRouted>().FirstOrDefault(routed =>
            routed.Decision.StartsWith("play", StringComparison.Ordinal) || routed.Decision.StartsWith("room", StringComparison.Ordinal));
        var answer = events.OfType<LegWasAnswered>().FirstOrDefault();
        return play is null || answer is null ? null : answer.At > play.At ? answer.At : play.At;
    }

    private static string HangupBy(CallEnded ended, CallOffered offered, List<(LegId Leg, Party Party)> parties)
    {
        if (ended.EndedBy is not { } by || ended.Cause.Kind is not (EndKind.Hangup or EndKind.Cancelled))
        {
            return "system";
        }

        var party = parties.Find(leg => leg.Leg == by).Party;
        return party is null || (party.User is not null && party.User == offered.Caller.User) ? "caller" : "callee";
    }

    // Whoever listened took no part: the log of the call would tell the others of it.
    private static bool Supervised(List<LedgerEvent> events, LegId leg) =>
        events.OfType<SupervisionChanged>().LastOrDefault(changed => changed.Leg == leg) is { Mode: not SupervisorMode.TakeOver };

    private static List<string> Participants(CallOffered offered, List<(LegId Leg, Party Party)> parties) =>
        [.. parties.Select(leg => leg.Party.User).Prepend(offered.Caller.User).OfType<UserId>().Select(user => user.Key).Distinct(StringComparer.Ordinal)];
}
