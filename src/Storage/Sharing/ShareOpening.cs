namespace RtcCluster.Storage.Sharing;

/// <summary>One time that a link was opened: a view, however many ranges of the sound are asked for after it.</summary>
public sealed record ShareOpening
{
    /// <summary><see cref="ShareLink.HashOf"/> of the ticket that the sound is asked for with.</summary>
    public required string TicketHash { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The link.</summary>
    public required string LinkId { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Until when its ticket plays; the link may end before.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The address that opened it, without its last part.</summary>
    public string Address { get; init; } = "";
}
