using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>What agents say: how they are, and what they answer to offers.</summary>
internal static class Staffing
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(1);

    /// <summary>
    /// True for news of an agent at work that lead to no offer. Who has logged out or paused tells only when that ends: such news are not for losing.
    /// </summary>
    public static bool IsRepeated(QueueState state, AgentNews news) => state.Index.Waiting.Count == 0 && IsAtWork(state, news);

    /// <summary>True for an answer to which the queue's own question is repeated when it is lost, and that leads to no other offer.</summary>
    public static bool IsRepeated(QueueState state, AgentAnswer answer) =>
        IsAtWork(state, answer.News)
        && state.Index.SeatOf[answer.News.Agent].Slot is { } slot && slot.Offer == answer.Offer
        && (answer.Kind, slot.Phase) switch
        {
            // Where somebody must be free, that nobody is any more sends callers away.
            (AgentAnswerKind.Reserved, SlotPhase.Reserving) => state.Rules.Limits.StayNeeds != StaffRule.Ready,
            (AgentAnswerKind.Released, SlotPhase.Releasing) => state.Index.Waiting.Count == 0,
            _ => false,
        };

    /// <summary>An agent said how things are.</summary>
    public static void Told(QueueTurn turn, AgentNews news)
    {
        if (!turn.Index.SeatOf.TryGetValue(news.Agent, out var seat))
        {
            Stranger(turn, news);
            return;
        }

        Learn(turn, seat, news);
        Continue(turn, seat, AssignmentTrigger.AgentReady);
        turn.Tell(news.Agent, new AgentOrder.NewsTaken(turn.State.Id, seat.Version, seat.Slot is { Phase: SlotPhase.Reserving }));
    }

    /// <summary>An agent answered to an offer.</summary>
    public static void Answered(QueueTurn turn, AgentAnswer answer)
    {
        if (!turn.Index.SeatOf.TryGetValue(answer.News.Agent, out var seat))
        {
            Stranger(turn, answer.News);
            return;
        }

        // News older than ours are told so: the agent's next ones are newer then.
        var isNews = answer.News.Version != seat.Version;
        Learn(turn, seat, answer.News);
        var slot = seat.Slot?.Offer == answer.Offer ? seat.Slot : null;
        switch (answer.Kind, slot?.Phase)
        {
            case (AgentAnswerKind.Reserved, SlotPhase.Reserving):
                Offering.Reserved(turn, seat);
                break;
            case (AgentAnswerKind.Reserved, null):
                // The agent holds for something that is long over: the answer was late, or the release was lost.
                turn.Tell(seat.Agent, new AgentOrder.Release(turn.State.Id, answer.Offer, ReleaseReason.Withdrawn));
                break;
            case (AgentAnswerKind.Refused or AgentAnswerKind.Dropped or AgentAnswerKind.Released, SlotPhase.Reserving):
            case (AgentAnswerKind.Dropped or AgentAnswerKind.Released, SlotPhase.Ringing):
                Offering.Lost(turn, seat);
                break;
            case (AgentAnswerKind.Refused or AgentAnswerKind.Dropped or AgentAnswerKind.Released, SlotPhase.Releasing):
                Offering.Released(turn, seat);
                Watch(turn, seat, turn.Rules.WrapUp.Time + Grace);
                break;
        }

        Continue(turn, seat, AssignmentTrigger.AgentReady);
        if (isNews)
        {
            turn.Tell(seat.Agent, new AgentOrder.NewsTaken(turn.State.Id, seat.Version, seat.Slot is { Phase: SlotPhase.Reserving }));
        }
    }

    /// <summary>
    /// An agent is busy, with nothing of this queue, and has said nothing for long. The process they live in may have died in a wrap-up, whose end nobody
    /// then waits for: whoever speaks with the agent brings them to life elsewhere, and the answer says how things are.
    /// </summary>
    public static void Look(QueueTurn turn, QueueSeat seat)
    {
        if (IsAway(seat))
        {
            Ask(turn, seat);
            turn.Index.Remind(DueKind.Look, seat.Number, turn.Now + LongSilence);
        }
    }

    /// <summary>Another activation: the end of a wrap-up that the one before heard of may not have been written.</summary>
    public static void Activated(QueueTurn turn, QueueSeat seat)
    {
        if (IsAway(seat))
        {
            Ask(turn, seat);
        }
    }

    private static bool IsAtWork(QueueState state, AgentNews news) =>
        state.Index.SeatOf.TryGetValue(news.Agent, out var seat)
        && seat is { Serves: true, Status: not (AgentStatus.LoggedOut or AgentStatus.Paused) }
        && seat.Told >= seat.Rules
        && seat.Skills.AsSpan().SequenceEqual(news.Skills.AsSpan())
        && news.Status is not (AgentStatus.LoggedOut or AgentStatus.Paused);

    // The news are the answer.
    private static void Ask(QueueTurn turn, QueueSeat seat) => turn.Tell(seat.Agent, new AgentOrder.Serve(turn.State.Id, seat.Rules, seat.Serves));

    // Somebody who is no member, or not any more, is told so and left alone.
    private static void Stranger(QueueTurn turn, AgentNews news)
    {
        if (news.Rules < turn.State.RulesVersion)
        {
            turn.Tell(news.Agent, new AgentOrder.Serve(turn.State.Id, turn.State.RulesVersion, Serves: false));
        }

        turn.Tell(news.Agent, new AgentOrder.NewsTaken(turn.State.Id, news.Version, Wants: false));
    }

    private static void Learn(QueueTurn turn, QueueSeat seat, AgentNews news)
    {
        turn.Index.Change(seat, changed => changed.Told = Math.Max(changed.Told, news.Rules));
        if (seat.Told >= seat.Rules)
        {
            seat.TellTries = 0;
            turn.Index.Remind(DueKind.Serve, seat.Number, null);
        }

        if (news.Version <= seat.Version)
        {
            return;
        }

        var wasThere = seat.Status != AgentStatus.LoggedOut;
        turn.Index.Change(seat, changed =>
        {
            changed.Version = news.Version;
            changed.Status = news.Status;
            changed.Free = news.Free;
            changed.IdleSince = news.IdleSince;
            changed.Skills = news.Skills;
        });
        if (!news.Free)
        {
            Waiting.CheckStaff(turn);
        }

        if (wasThere && news.Status == AgentStatus.LoggedOut)
        {
            // Callers who are kept for this agent need not wait any longer.
            Selection.All(turn, AssignmentTrigger.Relaxed);
        }
    }

    private static void Continue(QueueTurn turn, QueueSeat seat, AssignmentTrigger trigger)
    {
        if (!Configuring.TakeAway(turn, seat))
        {
            Selection.ForAgent(turn, seat, trigger);
            Watch(turn, seat, LongSilence);
        }
    }

    // What was set before stays: the end of a wrap-up is not put off by news from within it.
    private static void Watch(QueueTurn turn, QueueSeat seat, TimeSpan silence)
    {
        if (!IsAway(seat))
        {
            turn.Index.Remind(DueKind.Look, seat.Number, null);
        }
        else if (!turn.Index.IsReminded(DueKind.Look, seat.Number))
        {
            turn.Index.Remind(DueKind.Look, seat.Number, turn.Now + silence);
        }
    }

    private static bool IsAway(QueueSeat seat) =>
        seat is { Serves: true, Free: false, Slot: null, Status: not (AgentStatus.LoggedOut or AgentStatus.Paused) };
}
