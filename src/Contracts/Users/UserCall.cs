using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Users;

/// <summary>How a user takes part in a call.</summary>
/// <param name="Call">The call.</param>
/// <param name="State">How.</param>
/// <param name="At">When that began (UTC); what is older than what is known is late and ignored.</param>
/// <param name="OfQueue">True for the agent of a queue's call: their queue knows of it.</param>
/// <param name="Pays">True while a number outside is called, or talked with, at the user's expense: also after the user has left the call.</param>
[GenerateSerializer, Immutable, Alias("rtc.UserCall")]
public sealed record UserCall(
    [property: Id(0)] CallId Call,
    [property: Id(1)] UserCallState State,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(90)] bool OfQueue = false,
    [property: Id(210)] bool Pays = false);

/// <summary>The ways to take part in a call, on whatever device.</summary>
[GenerateSerializer, Alias("rtc.UserCallState")]
public enum UserCallState
{
    /// <summary>No longer, or not at all.</summary>
    None = 0,

    /// <summary>The user calls and nobody has answered.</summary>
    Calling = 1,

    /// <summary>In conversation, on hold too.</summary>
    Talking = 2,

    /// <summary>The user's devices ring.</summary>
    Ringing = 3,
}
