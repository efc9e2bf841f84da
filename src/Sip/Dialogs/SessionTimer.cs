namespace RtcCluster.Sip.Dialogs;

/// <summary>The session timer of one leg: negotiates terms and says when to refresh and when to give up. RFC 4028.</summary>
/// <param name="wanted">The interval that we ask for; zero to ask for none.</param>
/// <param name="minimum">The shortest interval that we accept (our Min-SE, at least 90 s by RFC 4028 §5).</param>
public sealed class SessionTimer(TimeSpan wanted, TimeSpan minimum)
{
    /// <summary>The terms in force.</summary>
    public SessionTerms Terms { get; private set; }

    /// <summary>The interval to ask for: grows when a peer says 422.</summary>
    public TimeSpan Wanted { get; private set; } = wanted;

    /// <summary>The Min-SE to send: the highest that a peer told us, zero when none did. RFC 4028 §7.4 wants it repeated.</summary>
    public TimeSpan MinSeSeen { get; private set; }

    /// <summary>When we refresh, <see cref="long.MaxValue"/> when the peer does or nobody. Half the interval. RFC 4028 §7.2.</summary>
    public long RefreshAt { get; private set; } = long.MaxValue;

    /// <summary>When we send BYE: at the interval's end less 32 s or a third, whichever is less. RFC 4028 §10.</summary>
    public long ExpiresAt { get; private set; } = long.MaxValue;

    /// <summary>Reads the request of a peer (initial or refresh) and decides what its 2xx will say.</summary>
    /// <param name="supportsTimer">Whether the request said <c>Supported: timer</c>.</param>
    /// <param name="asked">Its Session-Expires; null when it had none.</param>
    /// <param name="refresherParameter">Its refresher parameter, <c>uac</c>, <c>uas</c> or null.</param>
    /// <param name="minSe">Its Min-SE, zero when it had none.</param>
    /// <param name="terms">The terms for the 2xx, seen from us as UAS.</param>
    /// <returns>False when the interval is too small: answer 422 with our Min-SE.</returns>
    public bool TryAccept(bool supportsTimer, TimeSpan? asked, string? refresherParameter, TimeSpan minSe, out SessionTerms terms)
    {
        terms = SessionTerms.Endless;
        if (asked < minimum && supportsTimer)
        {
            return false;
        }

        // A UAC without support cannot be told 422 (RFC 4028 §9): the interval is raised instead, which is allowed, as nobody refreshes but us.
        var interval = asked is { } given ? Max(given, supportsTimer ? TimeSpan.Zero : minimum) : Max(Wanted, minSe);
        if (interval == TimeSpan.Zero || (Wanted == TimeSpan.Zero && asked is null))
        {
            return true;
        }

        // RFC 4028 §9 table 2: without support it is us; otherwise as asked, and when nothing was asked it is us, who know that we live.
        var remote = supportsTimer && string.Equals(refresherParameter, "uac", StringComparison.OrdinalIgnoreCase);
        terms = new SessionTerms(interval, remote ? Refresher.Remote : Refresher.Local);
        return true;
    }

    /// <summary>Reads the 2xx to our request.</summary>
    /// <param name="given">Its Session-Expires; null when it had none.</param>
    /// <param name="refresherParameter">Its refresher parameter.</param>
    public static SessionTerms Agree(TimeSpan? given, string? refresherParameter) => given is not { } interval || interval <= TimeSpan.Zero
        ? SessionTerms.Endless
        : new SessionTerms(interval, string.Equals(refresherParameter, "uas", StringComparison.OrdinalIgnoreCase) ? Refresher.Remote : Refresher.Local);

    /// <summary>A 422 came: ask for more. False when the peer's Min-SE is absent or not above what we asked for, so that trying again is no use.</summary>
    /// <param name="minSe">Its Min-SE, zero when absent.</param>
    public bool TryRaise(TimeSpan minSe)
    {
        if (minSe <= MinSeSeen || minSe <= Wanted)
        {
            return false;
        }

        MinSeSeen = minSe;
        Wanted = minSe;
        return true;
    }

    /// <summary>Terms were agreed, or a refresh renewed them: the clock starts anew.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void Start(SessionTerms terms, long now)
    {
        Terms = terms;
        if (terms.Refresher == Refresher.None || terms.Interval <= TimeSpan.Zero)
        {
            Stop();
            return;
        }

        RefreshAt = terms.Refresher == Refresher.Local ? now + (terms.Interval.Ticks / 2) : long.MaxValue;
        ExpiresAt = now + terms.Interval.Ticks - Math.Min(TimeSpan.FromSeconds(32).Ticks, terms.Interval.Ticks / 3);
    }

    /// <summary>A refresh is out: no second one until it is answered.</summary>
    public void RefreshSent() => RefreshAt = long.MaxValue;

    /// <summary>The session ended or never expires.</summary>
    public void Stop()
    {
        RefreshAt = long.MaxValue;
        ExpiresAt = long.MaxValue;
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
