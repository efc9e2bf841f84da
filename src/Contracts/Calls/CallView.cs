using System.Collections.Immutable;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>A call that is going on, as people see it.</summary>
/// <param name="Call">The call.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Direction">Where it came from.</param>
/// <param name="Caller">Who began it.</param>
/// <param name="Dialled">The number as dialled.</param>
/// <param name="StartedAt">When the first leg came in (UTC).</param>
/// <param name="AnsweredAt">When it was answered (UTC).</param>
/// <param name="Legs">Every leg that has not ended.</param>
/// <param name="Recording">The recording that is being made, if one is.</param>
/// <param name="RecordingProblem">Why audio is not being stored at present, when it should be.</param>
/// <param name="Supervision">What a supervisor does in it; null when none is in it.</param>
[GenerateSerializer, Immutable, Alias("rtc.CallView")]
public sealed record CallView(
    [property: Id(0)] CallId Call,
    [property: Id(1)] CallPhase Phase,
    [property: Id(2)] CallDirection Direction,
    [property: Id(3)] Party Caller,
    [property: Id(4)] string Dialled,
    [property: Id(5)] DateTimeOffset StartedAt,
    [property: Id(6)] DateTimeOffset? AnsweredAt,
    [property: Id(7)] ImmutableArray<LegView> Legs,
    [property: Id(8)] RecordingId? Recording,
    [property: Id(9)] string? RecordingProblem,
    [property: Id(70)] SupervisorMode? Supervision = null);

/// <summary>A leg, as people see it.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Party">Who is at its end.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="OnHold">Whether this party holds the other.</param>
/// <param name="Edge">The edge that signals it.</param>
/// <param name="Supervises">Whether it is a supervisor's, of whom only supervisors may know.</param>
[GenerateSerializer, Immutable, Alias("rtc.LegView")]
public sealed record LegView(
    [property: Id(0)] LegId Leg,
    [property: Id(1)] Party Party,
    [property: Id(2)] LegPhase Phase,
    [property: Id(3)] bool OnHold,
    [property: Id(4)] string Edge,
    [property: Id(70)] bool Supervises = false);

/// <summary>Where a call stands.</summary>
[GenerateSerializer, Alias("rtc.CallPhase")]
public enum CallPhase
{
    /// <summary>The destination is being looked for.</summary>
    Routing = 0,

    /// <summary>Devices or a trunk are being rung.</summary>
    Ringing = 1,

    /// <summary>Two parties are connected.</summary>
    Connected = 2,

    /// <summary>A transfer is under way.</summary>
    Transferring = 3,

    /// <summary>Everybody has left.</summary>
    Ended = 4,
}

/// <summary>Where a leg stands.</summary>
[GenerateSerializer, Alias("rtc.LegPhase")]
public enum LegPhase
{
    /// <summary>Came in, or is being invited; not ringing yet.</summary>
    Trying = 0,

    /// <summary>Ringing.</summary>
    Ringing = 1,

    /// <summary>Sends media before the answer.</summary>
    EarlyMedia = 2,

    /// <summary>Answered.</summary>
    Answered = 3,

    /// <summary>Over.</summary>
    Ended = 4,
}

/// <summary>Where a call came from and went to.</summary>
[GenerateSerializer, Alias("rtc.CallDirection")]
public enum CallDirection
{
    /// <summary>From a user to a user or a service of the same tenant.</summary>
    Internal = 0,

    /// <summary>From a trunk.</summary>
    Inbound = 1,

    /// <summary>From a user out by a trunk.</summary>
    Outbound = 2,
}
