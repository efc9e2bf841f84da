using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Agents;

/// <summary>The agent has an offer: it rings, is taken or not, and is wrapped up.</summary>
internal static class Working
{
    /// <summary>Why an agent is paused who did not answer.</summary>
    public const string NoAnswer = "no answer";

    private const int MaxDisposition = 64;

    /// <summary>The agent's devices are being rung.</summary>
    public static void Rings(AgentTurn turn, AgentOrder.Ring ring)
    {
        if (Has(turn, ring.Queue, ring.Offer) && turn.State.Status == AgentStatus.Reserved)
        {
            // The reservation is what must not be lost: an agent of whom only that is known is connected and released all the same.
            turn.State.Status = AgentStatus.Ringing;
            turn.State.Since = turn.Now;
            turn.Note();
        }
    }

    /// <summary>The agent has the caller.</summary>
    public static void Connect(AgentTurn turn, AgentOrder.Connect connect)
    {
        var state = turn.State;
        if (Has(turn, connect.Queue, connect.Offer) && state.Status is AgentStatus.Reserved or AgentStatus.Ringing)
        {
            state.Slot = state.Slot! with { WrapUp = connect.WrapUp, Call = connect.Call };
            state.Calls++;
            state.MissesInRow = 0;
            state.Disposition = null;
            turn.Become(AgentStatus.OnCall);
        }
    }

    /// <summary>The offer is over.</summary>
    public static void Release(AgentTurn turn, AgentOrder.Release release)
    {
        var state = turn.State;
        if (state.Link(release.Queue) is { } link && link.Through < release.Offer)
        {
            // The reservation itself is still on its way: it comes too late.
            link.Through = release.Offer;
            turn.Save();
        }

        state.Bids.RemoveAll(bid => bid.Queue == release.Queue && bid.Offer == release.Offer);
        if (Has(turn, release.Queue, release.Offer))
        {
            Ended(turn, release.Reason);
        }

        turn.Answer(release.Queue, release.Offer, AgentAnswerKind.Released);
    }

    /// <summary>The agent gives up the offer at once, whatever its state.</summary>
    public static void Drop(AgentTurn turn)
    {
        if (turn.State.Slot is { } slot)
        {
            turn.State.Slot = null;
            turn.Answer(slot.Queue, slot.Offer, AgentAnswerKind.Dropped);
            turn.Save();
        }
    }

    /// <summary>The agent says what the call came to.</summary>
    public static void Dispose(AgentTurn turn, string disposition)
    {
        var state = turn.State;
        if ((state.Status == AgentStatus.OnCall ? state.Slot : state.Status == AgentStatus.WrapUp ? state.Finished : null) is not { WrapUp: { } rules })
        {
            turn.Receipt = new AgentReceipt(AgentReceiptStatus.Conflict, "There is no call to say that of.");
            return;
        }

        if (disposition.Length is 0 or > MaxDisposition || (!rules.Dispositions.IsDefaultOrEmpty && !rules.Dispositions.Contains(disposition)))
        {
            turn.Receipt = new AgentReceipt(AgentReceiptStatus.Invalid, $"The disposition is one of the queue's, or 1 to {MaxDisposition} characters where it has none.");
            return;
        }

        state.Disposition = disposition;
        turn.Receipt = new AgentReceipt(AgentReceiptStatus.Done);
        turn.Save();
        if (state is { Status: AgentStatus.WrapUp, Until: null })
        {
            // The time of the wrap-up counts from the end of the call; a late disposition ends it.
            Finish(turn, state.Since + rules.Time);
        }
    }

    /// <summary>A wrap-up or a rest may be over.</summary>
    public static void Check(AgentTurn turn)
    {
        if (turn.State.Until is { } until && until <= turn.Now)
        {
            // Whoever reads the state as it was before finds the same time over. But of an agent who has gone or paused no queue asks: that is written.
            Continue(turn, follows: turn.State.Next is null, until);
        }
    }

    /// <summary>What was to come after the call, or the next call.</summary>
    public static void Continue(AgentTurn turn, bool follows = false, DateTimeOffset? at = null)
    {
        var state = turn.State;
        var (next, reason) = (state.Next ?? AgentStatus.Available, state.NextReason);
        (state.Next, state.NextReason, state.Finished) = (null, null, null);
        turn.Become(next, reason, follows, at);
    }

    private static bool Has(AgentTurn turn, Contracts.Ids.QueueId queue, long offer) => turn.State.Slot is { } slot && slot.Queue == queue && slot.Offer == offer;

    private static void Ended(AgentTurn turn, ReleaseReason reason)
    {
        var state = turn.State;
        var (slot, talked) = (state.Slot!, state.Status == AgentStatus.OnCall);
        state.Slot = null;
        if (talked)
        {
            state.IdleSince = turn.Now;
            WrapUp(turn, slot);
        }
        else if (reason is ReleaseReason.NoAnswer or ReleaseReason.Unreachable)
        {
            Missed(turn);
        }
        else if (reason is ReleaseReason.Declined or ReleaseReason.Busy)
        {
            Rest(turn);
        }
        else
        {
            Continue(turn);
        }
    }

    private static void WrapUp(AgentTurn turn, AgentSlot slot)
    {
        var rules = slot.WrapUp ?? new WrapUpRules();
        turn.State.Finished = slot;
        turn.Become(AgentStatus.WrapUp);
        if (!rules.DispositionRequired || turn.State.Disposition is not null)
        {
            Finish(turn, turn.Now + rules.Time);
        }
    }

    private static void Finish(AgentTurn turn, DateTimeOffset until)
    {
        if (until <= turn.Now)
        {
            Continue(turn);
        }
        else
        {
            turn.State.Until = until;
        }
    }

    private static void Missed(AgentTurn turn)
    {
        var state = turn.State;
        state.Misses++;
        state.MissesInRow++;
        if (state.Settings.PauseAfterMisses > 0 && state.MissesInRow >= state.Settings.PauseAfterMisses && state.Next is null)
        {
            state.MissesInRow = 0;
            turn.Become(AgentStatus.Paused, NoAnswer);
        }
        else
        {
            Rest(turn);
        }
    }

    private static void Rest(AgentTurn turn)
    {
        if (turn.State.Next is not null)
        {
            Continue(turn);
            return;
        }

        turn.Become(AgentStatus.Resting);
        turn.State.Until = turn.Now + turn.State.Settings.RestAfterMiss;
    }
}
