namespace RtcCluster.Grains.Conversations;

/// <summary>A token bucket for what one user sends. For messages more than a person types, with room for a page that sends what it kept; for invitations, each of which may be a thousand messages, and for e-mails, which go to anybody, far less.</summary>
/// <param name="now">When it begins (UTC).</param>
/// <param name="burst">Tokens at once.</param>
/// <param name="perSecond">Tokens a second in the long run.</param>
internal sealed class SendRate(DateTimeOffset now, double burst = SendRate.Burst, double perSecond = SendRate.PerSecond)
{
    /// <summary>Messages at once.</summary>
    public const int Burst = 30;

    /// <summary>Messages a second in the long run.</summary>
    public const int PerSecond = 5;

    /// <summary>Invitations, or e-mails, at once.</summary>
    public const int InvitationBurst = 5;

    /// <summary>Invitations, or e-mails, a second in the long run: three a minute.</summary>
    public const double InvitationsPerSecond = 0.05;

    private readonly double _burst = burst;
    private double _tokens = burst;
    private DateTimeOffset _last = now;

    /// <summary>Takes a token; false when there is none.</summary>
    public bool TryTake(DateTimeOffset at)
    {
        if (at > _last)
        {
            _tokens = Math.Min(_burst, _tokens + ((at - _last).TotalSeconds * perSecond));
            _last = at;
        }

        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }
}
