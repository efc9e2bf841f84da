using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>Places: who has one keeps it until an agent answers or the caller goes.</summary>
internal static class Waiting
{
    private static readonly TimeSpan LeaveRetry = TimeSpan.FromSeconds(2);

    /// <summary>A call wants to wait.</summary>
    public static void Join(QueueTurn turn, QueueJoin join)
    {
        var state = turn.State;
        if (turn.Index.ByCall.TryGetValue(join.Call, out var before) && before is { Phase: QueuePhase.Talking, Callback: null } && join.Visit > before.Visit)
        {
            // The agent has transferred the caller back to this queue, and the message that the agent has left is still on its way.
            Offering.Withdraw(turn, before, ReleaseReason.TalkEnded, except: null);
            Remove(turn, before);
        }

        if (turn.Index.ByCall.TryGetValue(join.Call, out var known))
        {
            // The same visit again, or one that began before the end of the last was heard of: the place is kept.
            known.Visit = Math.Max(known.Visit, join.Visit);
            turn.Join = Receipt(turn, known);
            return;
        }

        if (state.Gone.TryGet(join.Call, out var gone) && join.Visit <= gone)
        {
            turn.Join = new QueueJoinReceipt(QueueJoinStatus.Left);
            return;
        }

        var (status, sendTo) = Admission.Decide(turn, join);
        if (status != QueueJoinStatus.Waiting)
        {
            state.Counts.Refused++;
            turn.Join = new QueueJoinReceipt(status, sendTo);
            return;
        }

        var caller = new QueueCaller
        {
            Number = ++state.Places,
            Call = join.Call,
            Visit = join.Visit,
            Caller = join.Caller,
            Priority = join.Priority,
            Since = turn.Now,
            Needs = join.Needs,
            Preferred = join.Preferred,
            PreferredUntil = turn.Now + join.PreferredFor,
            Estimate = Estimating.ForNew(turn, join),
        };
        KeepForLastAgent(turn, caller);
        state.Callers.Add(caller.Number, caller);
        turn.Index.ByCall.Add(caller.Call, caller);
        turn.Index.Waiting.Add(PlaceKey.Of(caller, turn.Rules.AgeingStep));
        state.Counts.Joined++;
        Remind(turn, caller);
        turn.Join = Receipt(turn, caller);
        Selection.ForCaller(turn, caller, AssignmentTrigger.CallerArrived);
    }

    /// <summary>The caller of a visit has left.</summary>
    public static void Leave(QueueTurn turn, CallId call, int visit)
    {
        if (!turn.Index.ByCall.TryGetValue(call, out var caller))
        {
            if (!turn.State.Gone.TryGet(call, out var gone) || gone < visit)
            {
                turn.State.Gone.Set(call, visit);
            }

            return;
        }

        if (visit < caller.Visit || caller.Callback is not null)
        {
            return;
        }

        if (caller.Phase is QueuePhase.Waiting or QueuePhase.Offered)
        {
            Counting.Abandoned(turn, caller);
        }

        Offering.Withdraw(turn, caller, caller.Phase == QueuePhase.Talking ? ReleaseReason.TalkEnded : ReleaseReason.CallerGone, except: null);
        Remove(turn, caller);
    }

    /// <summary>The caller must go elsewhere; the place is given up, and the call is told until it has left.</summary>
    public static void SendAway(QueueTurn turn, QueueCaller caller, QueueJoinStatus reason)
    {
        if (caller.Callback is not null || caller.Phase is QueuePhase.Talking or QueuePhase.Leaving)
        {
            return;
        }

        Offering.Withdraw(turn, caller, ReleaseReason.CallerGone, except: null);
        Forget(turn, caller);
        (caller.Phase, caller.Reason, caller.SendTo) = (QueuePhase.Leaving, reason, Admission.SendTo(turn.Rules.Limits, reason));
        turn.State.Counts.SentAway++;
        TellLeaving(turn, caller);
    }

    /// <summary>Everybody who waits must go.</summary>
    public static void SendAllAway(QueueTurn turn, QueueJoinStatus reason)
    {
        foreach (var key in turn.Index.Waiting.ToList())
        {
            SendAway(turn, turn.State.Callers[key.Caller], reason);
        }
    }

    /// <summary>Nobody stays where nobody is who must be.</summary>
    public static void CheckStaff(QueueTurn turn)
    {
        if (!Admission.IsThere(turn, turn.Rules.Limits.StayNeeds))
        {
            SendAllAway(turn, QueueJoinStatus.NobodyServes);
        }
    }

    /// <summary>Tells the call of somebody who must go.</summary>
    public static void TellLeaving(QueueTurn turn, QueueCaller caller)
    {
        turn.Tell(new QueueTell.SendAway(caller.Call, caller.Visit, caller.SendTo, caller.Reason));
        turn.Index.Remind(DueKind.Leaving, caller.Number, turn.Now + LeaveRetry);
    }

    /// <summary>Takes somebody out who is served or gone.</summary>
    public static void Remove(QueueTurn turn, QueueCaller caller)
    {
        Forget(turn, caller);
        turn.Index.Remind(DueKind.Leaving, caller.Number, null);
        turn.State.Callers.Remove(caller.Number);
        turn.Index.ByCall.Remove(caller.Call);
        turn.State.Gone.Set(caller.Call, caller.Visit);
    }

    /// <summary>Takes the place and everything that is due while somebody waits.</summary>
    public static void Forget(QueueTurn turn, QueueCaller caller)
    {
        turn.Index.Waiting.Remove(PlaceKey.Of(caller, turn.Rules.AgeingStep));
        foreach (var kind in (ReadOnlySpan<DueKind>)[DueKind.Relax, DueKind.Widen, DueKind.MaxWait, DueKind.Place, DueKind.Prompt, DueKind.Callback, DueKind.Keep])
        {
            turn.Index.Remind(kind, caller.Number, null);
        }
    }

    /// <summary>Says anew what is due of everybody: the rules have changed.</summary>
    public static void Remind(QueueTurn turn)
    {
        foreach (var key in turn.Index.Waiting.ToList())
        {
            Remind(turn, turn.State.Callers[key.Caller]);
        }
    }

    /// <summary>When a caller needs less next, or is kept for one agent no longer.</summary>
    public static void RemindOfRelaxation(QueueTurn turn, QueueCaller caller)
    {
        DateTimeOffset? next = caller.Preferred is not null && caller.PreferredUntil > turn.Now ? caller.PreferredUntil : null;
        foreach (var step in caller.Needs.SelectMany(need => need.Relax))
        {
            var at = caller.Since + step.After;
            next = at > turn.Now && (next is null || at < next) ? at : next;
        }

        turn.Index.Remind(DueKind.Relax, caller.Number, next);
    }

    private static void Remind(QueueTurn turn, QueueCaller caller)
    {
        RemindOfRelaxation(turn, caller);
        if (caller.Callback is null)
        {
            turn.Index.Remind(DueKind.MaxWait, caller.Number, caller.Since + turn.Rules.Limits.MaxWait);
            Telling.Remind(turn, caller);
        }
        else
        {
            CallingBack.Remind(turn, caller);
        }
    }

    private static void KeepForLastAgent(QueueTurn turn, QueueCaller caller)
    {
        if (caller.Preferred is null && turn.Rules.KeepForLastAgent is { } keep && caller.Caller.Number.Length > 0
            && turn.State.LastAgents.TryGet(caller.Caller.Number, out var agent))
        {
            (caller.Preferred, caller.PreferredUntil) = (agent, turn.Now + keep);
        }
    }

    private static QueueJoinReceipt Receipt(QueueTurn turn, QueueCaller caller) => caller.Phase switch
    {
        QueuePhase.Leaving => new QueueJoinReceipt(caller.Reason, caller.SendTo),
        QueuePhase.Talking => new QueueJoinReceipt(QueueJoinStatus.Waiting, ServiceLevel: turn.Rules.ServiceLevel),
        _ => new QueueJoinReceipt(
            QueueJoinStatus.Waiting,
            null,
            Estimating.Position(turn, PlaceKey.Of(caller, turn.Rules.AgeingStep)),
            (int)Math.Min(int.MaxValue, caller.Estimate.TotalSeconds),
            turn.Rules.ServiceLevel,
            turn.Rules.Name,
            Language: turn.Rules.Announcements.Language),
    };
}
