using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;

namespace RtcCluster.Grains.ParkLots;

/// <summary>The rules of a lot: a state and an input give a changed state and an answer, the same ones each time.</summary>
internal static class ParkLotMachine
{
    // The call's own clock takes it out; the lot does so when the word of that was lost.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>A call wants a slot.</summary>
    /// <param name="state">The state; changed in place.</param>
    /// <param name="entry">What is wanted.</param>
    /// <param name="slots">All slots that there are, in the order in which they are given away.</param>
    /// <param name="now">The time (UTC).</param>
    public static ParkReceipt Enter(ParkLotState state, ParkEntry entry, IReadOnlyList<string> slots, DateTimeOffset now)
    {
        state.Places.RemoveAll(place => place.Until + Grace <= now);
        // An attempt whose answer was lost, or whose call could not be saved: this one counts, and finds the same slot.
        var before = state.Places.Find(place => place.Call == entry.Call)?.Slot;
        state.Places.RemoveAll(place => place.Call == entry.Call);
        if (slots.Count == 0 || (entry.Slot is { } wanted && !slots.Contains(wanted)))
        {
            return new ParkReceipt(ParkStatus.Unknown);
        }

        var free = slots.Where(slot => !state.Places.Exists(place => place.Slot == slot)).ToList();
        var slot = entry.Slot is { } named ? free.Find(slot => slot == named) : free.Find(slot => slot == before) ?? free.FirstOrDefault();
        if (slot is null)
        {
            return new ParkReceipt(entry.Slot is null ? ParkStatus.Full : ParkStatus.Taken);
        }

        // Later than every ticket of the lot's earlier lives, of which a message may still be on its way.
        state.Tickets = Math.Max(state.Tickets + 1, now.UtcTicks);
        state.Places.Add(new ParkPlace { Slot = slot, Call = entry.Call, By = entry.By, Ticket = state.Tickets, Until = entry.Until });
        return new ParkReceipt(ParkStatus.Parked, slot, state.Tickets);
    }

    /// <summary>A call does not wait any more.</summary>
    /// <returns>True when something has changed.</returns>
    public static bool Left(ParkLotState state, CallId call, long ticket) => state.Places.RemoveAll(place => place.Call == call && place.Ticket == ticket) > 0;

    /// <summary>The slots in which calls wait.</summary>
    public static ImmutableArray<string> Taken(ParkLotState state, DateTimeOffset now) =>
        [.. state.Places.Where(place => place.Until + Grace > now).Select(place => place.Slot).Order(StringComparer.Ordinal)];

    /// <summary>The call that waits in a slot; null when none does.</summary>
    public static CallId? At(ParkLotState state, string slot, DateTimeOffset now) =>
        state.Places.Find(place => place.Slot == slot && place.Until + Grace > now)?.Call;
}
