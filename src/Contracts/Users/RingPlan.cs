using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Users;

/// <summary>Who calls a user.</summary>
/// <param name="Call">The call.</param>
/// <param name="Caller">The caller, or the party that is being transferred.</param>
[GenerateSerializer, Immutable, Alias("rtc.RingRequest")]
public sealed record RingRequest([property: Id(0)] CallId Call, [property: Id(1)] Party Caller);

/// <summary>Where a call to a user goes.</summary>
/// <param name="Party">The user as the caller sees them.</param>
/// <param name="Targets">Every device that is rung, all at once; empty when <paramref name="Refusal"/> or <paramref name="Forward"/> says why.</param>
/// <param name="Refusal">480 when no device can be reached, 486 when the user is busy, 603 when the caller is blocked, 404 when there is no such user.</param>
/// <param name="Forward">The number that the call goes to instead, at once; null for none.</param>
/// <param name="Otherwise">Where it goes when the devices have not answered; null for nowhere.</param>
/// <param name="RingSeconds">How long they ring; null for as long as the line says.</param>
/// <param name="FollowsAtOnce">Whether a call that comes by the user's number rings at the user's other numbers instead of these devices.</param>
[GenerateSerializer, Immutable, Alias("rtc.RingPlan")]
public sealed record RingPlan(
    [property: Id(0)] Party Party,
    [property: Id(1)] ImmutableArray<DialTarget> Targets,
    [property: Id(2)] CallFailure? Refusal = null,
    [property: Id(3)] string? Forward = null,
    [property: Id(4)] RingFallback? Otherwise = null,
    [property: Id(5)] int? RingSeconds = null,
    [property: Id(6)] bool FollowsAtOnce = false);

/// <summary>Where a call goes that the rung devices did not take.</summary>
/// <param name="By">Whose wish it is: their rights and limits count for a call that goes out.</param>
/// <param name="Busy">The number for a user who is busy or declines; null for none.</param>
/// <param name="NoAnswer">The number when nobody answers or no device can be reached; null for none.</param>
/// <param name="Follow">Numbers that are rung before that, one after the other.</param>
[GenerateSerializer, Immutable, Alias("rtc.RingFallback")]
public sealed record RingFallback(
    [property: Id(0)] UserId By,
    [property: Id(1)] string? Busy,
    [property: Id(2)] string? NoAnswer,
    [property: Id(3)] ImmutableArray<FollowStep> Follow = default)
{
    /// <summary>Whether a call that failed so is rung at the other numbers.</summary>
    public bool Follows(CallFailure failure) => !Follow.IsDefaultOrEmpty && failure.SipCode is not (486 or 600 or 603 or 404 or 604);


    /// <summary>The number for a failure; null for none.</summary>
    public string? For(CallFailure failure) => failure.SipCode switch
    {
        486 or 600 or 603 => Busy,
        404 or 604 => null,
        _ => NoAnswer,
    };
}
