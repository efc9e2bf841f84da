using System.ComponentModel.DataAnnotations;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Http.Users;

/// <summary>What a user wants done with calls.</summary>
public sealed record CallWishModel
{
    /// <summary>Every call goes to this number; null for none.</summary>
    [StringLength(32)]
    public string? ForwardAlways { get; init; }

    /// <summary>A call goes to this number that finds the user busy, not to be disturbed or declining; null for none.</summary>
    [StringLength(32)]
    public string? ForwardBusy { get; init; }

    /// <summary>A call goes to this number that nobody answers, or that no device can be reached for; null for none.</summary>
    [StringLength(32)]
    public string? ForwardNoAnswer { get; init; }

    /// <summary>Seconds that the devices ring; null for as long as the line says.</summary>
    [Range(5, 120)]
    public int? RingSeconds { get; init; }

    /// <summary>Whether a further call rings while the user is in one.</summary>
    public bool CallWaiting { get; init; } = true;

    /// <summary>Whether callers are refused who show no number.</summary>
    public bool BlocksAnonymous { get; init; }

    /// <summary>Callers that are refused: extensions, E.164 numbers, or the beginning of one with an asterisk behind it.</summary>
    [MaxLength(UserCallSettings.MaxBlocked)]
    public IReadOnlyList<string> Blocked { get; init; } = [];

    /// <summary>Numbers that are rung one after the other for a call that the own devices do not take, before <see cref="ForwardNoAnswer"/>.</summary>
    [MaxLength(UserCallSettings.MaxFollowMe)]
    public IReadOnlyList<FollowMeModel> FollowMe { get; init; } = [];

    /// <summary>Whether they are rung instead of the own devices.</summary>
    public bool FollowMeAtOnce { get; init; }

    internal bool Forwards => Nothing(ForwardAlways) is not null || Nothing(ForwardBusy) is not null || Nothing(ForwardNoAnswer) is not null || FollowMe is { Count: > 0 };

    internal static CallWishModel Of(UserCallSettings settings) => new()
    {
        ForwardAlways = settings.ForwardAlways,
        ForwardBusy = settings.ForwardBusy,
        ForwardNoAnswer = settings.ForwardNoAnswer,
        RingSeconds = settings.RingSeconds,
        CallWaiting = settings.CallWaiting,
        BlocksAnonymous = settings.BlocksAnonymous,
        Blocked = settings.Blocked,
        FollowMe = [.. settings.FollowMe.Select(step => new FollowMeModel { Number = step.Number, Seconds = step.Seconds })],
        FollowMeAtOnce = settings.FollowMeAtOnce,
    };

    internal CallWishes ToWishes() => new(
        Nothing(ForwardAlways),
        Nothing(ForwardBusy),
        Nothing(ForwardNoAnswer),
        RingSeconds,
        CallWaiting,
        BlocksAnonymous,
        [.. Blocked ?? []],
        [.. (FollowMe ?? []).Select(step => new FollowStep((step.Number ?? "").Trim(), step.Seconds))],
        FollowMeAtOnce);

    // An empty field of a form is no number.
    private static string? Nothing(string? number) => string.IsNullOrWhiteSpace(number) ? null : number.Trim();
}
