using RtcCluster.Contracts.Hub;

namespace RtcCluster.Grains.Users;

/// <summary>How a user is seen: what they chose, unless a call or the lack of devices says otherwise. Pure.</summary>
internal static class PresenceRules
{
    /// <summary>How long after the last device has gone a user still counts as there: a page that is refreshed, a change of network.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>What colleagues see.</summary>
    /// <param name="chosen">What the user chose.</param>
    /// <param name="hasDevice">Whether a device can be reached, or could within <see cref="Grace"/>.</param>
    /// <param name="inCall">Whether the user takes part in a call, on whatever device.</param>
    /// <param name="isEngaged">Whether a calendar says that the user is engaged: it counts for who has chosen nothing else.</param>
    public static PresenceStatus Of(PresenceStatus chosen, bool hasDevice, bool inCall, bool isEngaged) => (hasDevice, inCall) switch
    {
        (_, true) => PresenceStatus.OnCall,
        (false, _) => PresenceStatus.Offline,
        _ => chosen == PresenceStatus.Available && isEngaged ? PresenceStatus.Busy : chosen,
    };
}
