using System.Diagnostics;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Tracing;

namespace RtcCluster.Grains.Calls;

/// <summary>What a call's grain tells of itself to those who trace: a span for each turn, and one of the whole call when it is over.</summary>
internal sealed class CallSpans
{
    private static readonly ActivitySource Source = new(CallTrace.SourcePrefix + "Calls");

    private ActivityContext _first;

    /// <summary>A turn begins; null while nobody traces.</summary>
    public Activity? Turn(CallId call, CallInput input)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        // What comes without a span (a deadline, another call's wish) is shown below this activation's first turn.
        var span = CallTrace.Start(Source, $"call {input.GetType().Name}", call, _first);
        if (_first == default && span is not null)
        {
            _first = span.Context;
        }

        return span;
    }

    /// <summary>The state is being written.</summary>
    public static Activity? Save(CallId call) => Source.HasListeners() && CallTrace.Current is not null ? CallTrace.Start(Source, "call save", call) : null;

    /// <summary>A turn is saved: what it wrote into the ledger is told by its kind alone.</summary>
    public static void Saved(Activity? turn, CallState before, CallState after)
    {
        if (turn is null)
        {
            return;
        }

        turn.SetTag("rtc.epoch", after.Epoch).SetTag("rtc.phase", after.Phase.ToString());
        if (after.Queue is { } visit)
        {
            turn.SetTag(CallTrace.Queue, visit.Queue.Name);
        }

        foreach (var entry in after.Ledger.Skip(before.Ledger.Count))
        {
            turn.AddEvent(new ActivityEvent(entry.Event.GetType().Name, entry.Event.At, LegOf(entry.Event) is { } leg ? new() { [CallTrace.Leg] = leg.Number } : null));
        }

        if (after is { Concluded: true, EndedAt: { } end } && !before.Concluded)
        {
            Whole(turn, after, end);
        }
    }

    // Begun and ended here, with the times that the call remembers: it may have lived in many activations.
    private static void Whole(Activity turn, CallState call, DateTimeOffset end)
    {
        using var whole = Source.StartActivity(ActivityKind.Internal, turn.Context, startTime: call.StartedAt, name: "call");
        whole?.SetTag(CallTrace.Call, call.Id.Name)
            .SetTag(CallTrace.Tenant, call.Id.Tenant.Value)
            .SetTag("rtc.direction", call.Direction.ToString())
            .SetTag("rtc.result", call.Result.ToString())
            .SetTag("rtc.legs", call.Legs.Count)
            .SetTag("rtc.recordings", call.Recordings.Count)
            .SetEndTime(end.UtcDateTime);
        if (call.AnsweredAt is { } answered)
        {
            whole?.AddEvent(new ActivityEvent("answered", answered));
        }
    }

    private static LegId? LegOf(LedgerEvent happened) => happened switch
    {
        LegWasInvited e => e.Leg,
        LegRang e => e.Leg,
        LegWasAnswered e => e.Leg,
        LegHeld e => e.By,
        LegResumed e => e.By,
        LegWasEnded e => e.Leg,
        QueueAnswered e => e.Leg,
        _ => null,
    };
}
