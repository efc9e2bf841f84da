using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Google;

/// <summary>
/// Keeps how a user is here and in Google Chat alike: who is in a call, or not to be disturbed here, is not to be disturbed there; who is not to be disturbed there is engaged here. What the user chose there
/// themselves is left as it is.
/// </summary>
/// <remarks>Being away is not carried over: in Chat it says that nobody moves the mouse, and what an app marks as away there stays so until somebody takes it back.</remarks>
/// <param name="rules">How often Chat is looked at.</param>
/// <param name="time">The clock.</param>
internal sealed class ChatPresence(IOptions<GoogleRules> rules, TimeProvider time)
{
    // Chat goes by what the user does again once this is over.
    private static readonly TimeSpan Shortly = TimeSpan.FromMinutes(1);

    // What is told and what is read may be rounded otherwise.
    private static readonly TimeSpan Inexact = TimeSpan.FromSeconds(2);

    // It is read again long before.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // Whoever disconnects waits for it.
    private static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(10);
    private DateTimeOffset? _marked;

    // Whether the answer to our own mark named no end.
    private bool _isEndless;
    private bool _hasRead;

    /// <summary>Whether the user is seen here so that Chat is to say it too.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Whether there is something of ours to take back, as far as is known.</summary>
    public bool IsMarked => _marked > time.GetUtcNow();

    // For how long what is told counts when nobody says it again: enough for two looks that fail, and after a crash nobody is left undisturbed for longer.
    private TimeSpan Lasts => TimeSpan.FromTicks(Math.Clamp(3 * rules.Value.Every.Ticks, 15 * TimeSpan.TicksPerMinute, 30 * TimeSpan.TicksPerMinute));

    /// <summary>The user is seen so; gives whether Chat is to be told.</summary>
    public bool Is(PresenceStatus status)
    {
        var before = IsWanted;
        IsWanted = status is PresenceStatus.OnCall or PresenceStatus.DoNotDisturb;
        return IsWanted != before;
    }

    /// <summary>Reads how the user is there, and tells how they are here.</summary>
    /// <param name="errands">Asks.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>When the user is engaged by Chat; null when not.</returns>
    /// <exception cref="GoogleException">Nobody knows.</exception>
    public async Task<Engagement?> TurnAsync(GoogleErrands errands, CancellationToken ct)
    {
        var (now, lasts) = (time.GetUtcNow(), Lasts);
        var there = await errands.AvailabilityAsync("", default, ct);
        if (!_hasRead && IsWanted && there is { IsBusy: true, Until: { } end } && end <= now + lasts + Inexact)
        {
            // Another activation told it, and died: what ends so soon is ours.
            _marked = end;
        }

        _hasRead = true;
        var isOurs = there.IsBusy && _marked is { } marked && marked > now && (there.Until is { } until ? (until - marked).Duration() <= Inexact : _isEndless);
        if (!isOurs)
        {
            // It is over, or the user has chosen otherwise.
            _marked = null;
        }

        if (IsWanted && (!there.IsBusy || (isOurs && _marked - now < lasts / 2)))
        {
            var told = await errands.AvailabilityAsync(":markAsDoNotDisturb", lasts, ct);
            (_marked, _isEndless) = (told.Until ?? now + lasts, told.Until is null);
        }
        else if (!IsWanted && isOurs)
        {
            _marked = null;
            await errands.AvailabilityAsync(":markAsActive", Shortly, ct);
        }

        return there.IsBusy && !isOurs ? new Engagement(now, there.Until is not { } over || over <= now ? now + lasts : over < now + Longest ? over : now + Longest) : null;
    }

    /// <summary>Takes back what was told there.</summary>
    /// <param name="errands">Asks.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Why it was not; it ends by itself then. Null when it was.</returns>
    public async Task<string?> LeaveAsync(GoogleErrands errands, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(LongestLeave);
        IsWanted = false;
        try
        {
            await TurnAsync(errands, limit.Token);
            return null;
        }
        catch (Exception e) when (e is GoogleException or OperationCanceledException)
        {
            return e.Message;
        }
    }
}
