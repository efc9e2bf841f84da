using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>The rules of a room: a state and an input give a changed state and effects, the same ones each time.</summary>
internal static class ConferenceMachine
{
    /// <summary>Applies an input. The state is changed in place: the caller keeps the old one until the new one is saved.</summary>
    public static ConferenceEffects Apply(ConferenceState state, ConferenceInput input, DateTimeOffset now)
    {
        var effects = input switch
        {
            ConferenceInput.Knocked knocked => Knock(state, knocked, now),
            ConferenceInput.Left left => Left(state, left),
            ConferenceInput.Wished wished => Act(state, wished),
            ConferenceInput.AnchorGone => AnchorGone(state),
            ConferenceInput.AnchorLeaves leaves => AnchorLeaves(state, leaves),
            ConferenceInput.Refreshed => new ConferenceEffects(false, [.. state.Seats.Select(seat => Tell(state, seat))]),
            _ => throw new ArgumentOutOfRangeException(nameof(input), input, "The room has no rule for this input."),
        };
        if (state.IsEmpty)
        {
            state.Anchor = null;
            state.Locked = false;
        }

        return effects;
    }

    private static ConferenceEffects Knock(ConferenceState state, ConferenceInput.Knocked knocked, DateTimeOffset now)
    {
        var entry = knocked.Entry;
        var seat = state.Of(entry.Call);
        if (entry.Ticket == 0)
        {
            // An attempt whose answer was lost, or whose call could not be saved: this one counts.
            state.Seats.RemoveAll(other => other.Call == entry.Call);
            seat = null;
            if (Refusal(state, knocked, knocked.Privileged) is { } refusal)
            {
                return Refused(refusal, knocked);
            }

            seat = Seat(state, entry, now);
            seat.Moderator = knocked.Privileged;
        }
        else if (seat is null || seat.Removed || seat.Ticket != entry.Ticket)
        {
            return Refused(RoomEntryStatus.Unknown, knocked);
        }

        return seat.In ? Answer(state, seat, knocked, RoomEntryStatus.Entered) : LetIn(state, seat, knocked, now);
    }

    private static ConferenceEffects LetIn(ConferenceState state, ConferenceSeat seat, ConferenceInput.Knocked knocked, DateTimeOffset now)
    {
        var (settings, pin) = (knocked.Settings, knocked.Entry.Pin);
        if (settings.Pin is not null || settings.ModeratorPin is not null)
        {
            if (knocked.Barred)
            {
                state.Seats.Remove(seat);
                return Refused(RoomEntryStatus.Barred, knocked);
            }

            if (pin is null)
            {
                return Answer(state, seat, knocked, RoomEntryStatus.PinNeeded);
            }

            var moderates = pin == settings.ModeratorPin;
            if (!moderates && pin != (settings.Pin ?? ""))
            {
                return Answer(state, seat, knocked, RoomEntryStatus.WrongPin);
            }

            seat.Moderator |= moderates;
        }

        if (Refusal(state, knocked, seat.Moderator, seat) is { } refusal)
        {
            // It was locked, or the last place was taken, while the caller was asked.
            state.Seats.Remove(seat);
            return Refused(refusal, knocked);
        }

        seat.In = true;
        seat.Since = now;
        return Answer(state, seat, knocked, RoomEntryStatus.Entered);
    }

    // Who waits at the door has a port in the mix already, so there are never more of both than the mix has places.
    private static RoomEntryStatus? Refusal(ConferenceState state, ConferenceInput.Knocked knocked, bool moderates, ConferenceSeat? own = null) =>
        state.Locked && !moderates ? RoomEntryStatus.Locked
        : state.Seats.Count(seat => seat != own) >= RoomSettings.Largest || state.Seats.Count(seat => seat.IsMember) >= knocked.Settings.MaxMembers ? RoomEntryStatus.Full
        : null;

    private static ConferenceSeat Seat(ConferenceState state, RoomEntry entry, DateTimeOffset now)
    {
        // Later than every ticket of the room's earlier lives, of which a message may still be on its way.
        state.Tickets = Math.Max(state.Tickets + 1, now.UtcTicks);
        state.Anchor ??= entry.Anchor;
        var seat = new ConferenceSeat { Call = entry.Call, Who = entry.Caller, Ticket = state.Tickets, Since = now };
        state.Seats.Add(seat);
        return seat;
    }

    private static ConferenceEffects Left(ConferenceState state, ConferenceInput.Left left) =>
        new(state.Seats.RemoveAll(seat => seat.Call == left.Call && seat.Ticket == left.Ticket) > 0, []);

    private static ConferenceEffects AnchorGone(ConferenceState state)
    {
        List<RoomTell> tells = [];
        foreach (var seat in state.Seats)
        {
            seat.Removed = true;
            seat.Order++;
            tells.Add(Tell(state, seat));
        }

        state.Seats.Clear();
        return new ConferenceEffects(true, tells);
    }

    // Who is at the door goes too: its port is among the room's.
    private static ConferenceEffects AnchorLeaves(ConferenceState state, ConferenceInput.AnchorLeaves leaves)
    {
        if (state.Of(leaves.Call) is not { } asking)
        {
            return new ConferenceEffects(false, []);
        }

        if (state.Anchor != leaves.From)
        {
            // It was on its way into the room when the others were told.
            return new ConferenceEffects(false, [Tell(state, asking)]);
        }

        state.Anchor = leaves.To;
        state.Seats.ForEach(static seat => seat.Order++);
        return new ConferenceEffects(true, [.. state.Seats.Select(seat => Tell(state, seat))]);
    }

    private static ConferenceEffects Act(ConferenceState state, ConferenceInput.Wished wished)
    {
        var (wish, by) = (wished.Wish, wished.By);
        var moderates = by.Privileged || state.Seats.Exists(seat => seat is { IsMember: true, Moderator: true } && IsOf(seat, by));
        if (wish is RoomLock wanted)
        {
            return moderates && !state.IsEmpty ? Lock(state, wanted.Locked) : Denied(moderates ? RoomActStatus.NotFound : RoomActStatus.Forbidden);
        }

        var call = wish switch { RoomMute mute => mute.Call, RoomRemove remove => remove.Call, _ => default };
        if (state.Of(call) is not { IsMember: true } seat)
        {
            return Denied(moderates ? RoomActStatus.NotFound : RoomActStatus.Forbidden);
        }

        return wish switch
        {
            RoomMute mute when IsOf(seat, by) && (!seat.MutedByModerator || mute.Muted) => Change(state, seat, () => seat.MutedItself = mute.Muted),
            RoomMute mute when moderates => Change(state, seat, () => (seat.MutedByModerator, seat.MutedItself) = (mute.Muted, mute.Muted && seat.MutedItself)),
            RoomRemove when moderates => Change(state, seat, () => seat.Removed = true),
            _ => Denied(RoomActStatus.Forbidden),
        };
    }

    private static ConferenceEffects Lock(ConferenceState state, bool locked)
    {
        var changes = state.Locked != locked;
        state.Locked = locked;
        return new ConferenceEffects(changes, []);
    }

    private static ConferenceEffects Change(ConferenceState state, ConferenceSeat seat, Action change)
    {
        var before = (seat.MutedItself, seat.MutedByModerator, seat.Removed);
        change();
        if (before == (seat.MutedItself, seat.MutedByModerator, seat.Removed))
        {
            return new ConferenceEffects(false, []);
        }

        seat.Order++;
        return new ConferenceEffects(true, [Tell(state, seat)]);
    }

    private static bool IsOf(ConferenceSeat seat, RoomActor by) => (by.Call is { } call && seat.Call == call) || (by.User is { } user && seat.Who.User == user);

    private static RoomTell Tell(ConferenceState state, ConferenceSeat seat) => new(seat.Call, seat.Ticket, new RoomOrder(seat.Order, seat.Muted, seat.Removed, state.Anchor));

    private static ConferenceEffects Answer(ConferenceState state, ConferenceSeat seat, ConferenceInput.Knocked knocked, RoomEntryStatus status) =>
        new(true, [], new RoomReceipt(status, seat.Ticket, state.Anchor!.Value, seat.Moderator, knocked.Settings.Tones, knocked.Settings.Language));

    // A seat may have been taken away, so that is saved as well.
    private static ConferenceEffects Refused(RoomEntryStatus status, ConferenceInput.Knocked knocked) =>
        new(true, [], new RoomReceipt(status, Language: knocked.Settings.Language));

    private static ConferenceEffects Denied(RoomActStatus status) => new(false, [], Status: status);
}
