namespace RtcCluster.Storage.Directory;

/// <summary>What a user wants done with calls; stored as one JSON text, so that a new wish needs no migration.</summary>
public sealed record UserCallSettings
{
    /// <summary>Numbers in <see cref="Blocked"/>, at most.</summary>
    public const int MaxBlocked = 1_000;

    /// <summary>Numbers in <see cref="FollowMe"/>, at most: with each of them the caller waits longer.</summary>
    public const int MaxFollowMe = 5;

    /// <summary>Every call goes there instead; null for none.</summary>
    public string? ForwardAlways { get; init; }

    /// <summary>A call goes there that finds the user busy, not to be disturbed or declining; null for none.</summary>
    public string? ForwardBusy { get; init; }

    /// <summary>A call goes there that nobody answers, or that no device can be reached for; null for none.</summary>
    public string? ForwardNoAnswer { get; init; }

    /// <summary>Seconds that the devices ring before nobody has answered, 5 to 120; null for as long as the line says.</summary>
    public int? RingSeconds { get; init; }

    /// <summary>Whether a further call rings while the user is in one; without it such a call finds the user busy on all devices.</summary>
    public bool CallWaiting { get; init; } = true;

    /// <summary>Whether callers are refused who do not show a number.</summary>
    public bool BlocksAnonymous { get; init; }

    /// <summary>Callers that are refused: extensions, numbers in E.164 form, or the beginning of one with an asterisk behind it.</summary>
    public IReadOnlyList<string> Blocked { get; init; } = [];

    /// <summary>Numbers that are rung one after the other for a call that the own devices do not take, before <see cref="ForwardNoAnswer"/>.</summary>
    public IReadOnlyList<FollowMeNumber> FollowMe { get; init; } = [];

    /// <summary>Whether they are rung instead of the own devices.</summary>
    public bool FollowMeAtOnce { get; init; }

    /// <summary>To whom the user shows presence and number.</summary>
    public UserVisibility Visibility { get; init; } = new();

    /// <summary>Equal when all wishes are, blocked callers and follow-me numbers in the same order.</summary>
    public bool Equals(UserCallSettings? other) =>
        other is not null
        && (ForwardAlways, ForwardBusy, ForwardNoAnswer, RingSeconds, CallWaiting, BlocksAnonymous, FollowMeAtOnce)
            == (other.ForwardAlways, other.ForwardBusy, other.ForwardNoAnswer, other.RingSeconds, other.CallWaiting, other.BlocksAnonymous, other.FollowMeAtOnce)
        && Visibility == other.Visibility
        && Blocked.SequenceEqual(other.Blocked)
        && FollowMe.SequenceEqual(other.FollowMe);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ForwardAlways, ForwardBusy, ForwardNoAnswer, RingSeconds, CallWaiting, BlocksAnonymous, Blocked.Count);
}
