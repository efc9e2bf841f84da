using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Calls;

/// <summary>Follow-me: a call that a user's own devices did not take rings at the user's other numbers, one after the other, until one answers.</summary>
/// <remarks>
/// What those at the other numbers want done with calls does not count, neither their forwarding nor their voicemail nor a list of their own: the call is somebody else's. So two who follow
/// each other make no loop, and nobody's message ends in a colleague's box.
/// </remarks>
internal static class Following
{
    /// <summary>Rings the next number, or goes where the user's calls go that nobody answers.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="purpose">What the user was called for.</param>
    /// <param name="waiting">Who waits.</param>
    /// <param name="hops">How many lines the call was led through.</param>
    /// <param name="gone">The numbers that it was at, which are not rung once more.</param>
    /// <param name="wish">Whose list it is, and what is left of it.</param>
    /// <returns>False when there is nowhere left: nothing has been done.</returns>
    public static bool Next(CallTurn turn, RoutePurpose purpose, LegId waiting, int hops, IReadOnlyList<string> gone, RingFallback wish)
    {
        while (!wish.Follow.IsDefaultOrEmpty && hops < Routing.MaxHops)
        {
            var step = wish.Follow[0];
            wish = wish with { Follow = wish.Follow.RemoveAt(0) };
            if (!gone.Contains(step.Number))
            {
                Go(step.Number, new Follow(wish, TimeSpan.FromSeconds(step.Seconds)));
                return true;
            }
        }

        // However often the call was led on before, whoever waits gets to the voicemail box.
        if (wish.NoAnswer is not { } last || gone.Contains(last) || hops > Routing.MaxHops)
        {
            return false;
        }

        Go(last, null);
        return true;

        void Go(string number, Follow? follow)
        {
            Routing.Anew(turn, purpose);
            Routing.Ask(turn, purpose, number, waiting, turn.State.Leg(waiting)!.Party, wish.By, hops + 1, gone, follow);
        }
    }

    /// <summary>Whether a number of a list may be rung: it is somebody's devices or a number outside, and nobody's forwarding.</summary>
    public static bool MayRing(RoutePlan plan) => plan is RingRoute { Targets.IsDefaultOrEmpty: false } or HuntRoute { Targets.IsDefaultOrEmpty: false } or RedirectRoute { By: null };
}

/// <summary>A number of somebody's list is looked up.</summary>
/// <param name="Rest">Whose list it is, and what is left of it.</param>
/// <param name="Ring">How long the number rings.</param>
internal sealed record Follow(RingFallback Rest, TimeSpan Ring);
