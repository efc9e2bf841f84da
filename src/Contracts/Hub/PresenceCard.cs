namespace RtcCluster.Contracts.Hub;

/// <summary>How a user is.</summary>
/// <param name="User">The user's name.</param>
/// <param name="Status">What is shown.</param>
/// <param name="Reason">A few words of the user's own.</param>
/// <param name="Since">Since when (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.PresenceCard")]
public sealed record PresenceCard(
    [property: Id(0)] string User,
    [property: Id(1)] PresenceStatus Status,
    [property: Id(2)] string? Reason,
    [property: Id(3)] DateTimeOffset Since);

/// <summary>What colleagues see of a user.</summary>
[GenerateSerializer, Alias("rtc.PresenceStatus")]
public enum PresenceStatus
{
    /// <summary>No device is connected or registered.</summary>
    Offline = 0,

    /// <summary>Ready for calls.</summary>
    Available = 1,

    /// <summary>The user says so.</summary>
    Busy = 2,

    /// <summary>In a call, on whatever device.</summary>
    OnCall = 3,

    /// <summary>Away, for a reason of the user's own.</summary>
    Away = 4,

    /// <summary>Not to be rung.</summary>
    DoNotDisturb = 5,
}
