using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Numbers;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Users;

/// <summary>What becomes of a call to a user by what the user wants done with calls; pure.</summary>
internal static class CallWishRules
{
    /// <summary>Whether the caller is one that the user does not want to hear of.</summary>
    /// <param name="wishes">What the user wants.</param>
    /// <param name="caller">Who calls.</param>
    /// <param name="country">The tenant's country, by whose rules a number is read.</param>
    public static bool Blocks(UserCallSettings wishes, Party caller, string country)
    {
        if (caller.User is null && !caller.Number.Any(char.IsAsciiDigit))
        {
            return wishes.BlocksAnonymous;
        }

        if (wishes.Blocked.Count == 0)
        {
            return false;
        }

        // A colleague is known by the extension alone: what a colleague shows outside is no name inside.
        var number = caller.User is null ? DialPlan.ToE164(caller.Number, country) ?? caller.Number : caller.Number;
        return wishes.Blocked.Any(entry => entry.EndsWith('*')
            ? number.AsSpan().StartsWith(entry.AsSpan(0, entry.Length - 1))
            : entry == number || entry == caller.Number);
    }

    /// <summary>Where a call goes that <paramref name="failure"/> keeps from the user's devices: to a number at once, or nowhere.</summary>
    public static RingPlan Instead(UserCallSettings wishes, UserId user, Party party, CallFailure failure) =>
        Otherwise(wishes, user) is { } otherwise && otherwise.For(failure) is { } number
            ? new RingPlan(party, [], null, number)
            : new RingPlan(party, [], failure);

    /// <summary>Where a call goes that the devices do not take; null for nowhere.</summary>
    public static RingFallback? Otherwise(UserCallSettings wishes, UserId user) =>
        wishes is { ForwardBusy: null, ForwardNoAnswer: null, FollowMe.Count: 0 }
            ? null
            : new RingFallback(
                user,
                wishes.ForwardBusy,
                wishes.ForwardNoAnswer,
                wishes.FollowMe.Count == 0 ? default : [.. wishes.FollowMe.Select(step => new FollowStep(step.Number, step.Seconds))]);
}
