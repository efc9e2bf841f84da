namespace RtcCluster.Storage.Fax;

/// <summary>A fax that somebody received or sends; its pages lie in the blob store under <see cref="BlobPrefix"/>.</summary>
public sealed record FaxMessage
{
    /// <summary>The fax's id, unique on the cluster; of a received one made of the call, so that a fax which is delivered twice is one.</summary>
    public required string Id { get; init; }

    /// <summary>The fax's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user, <c>{tenant}/{name}</c>, whose it is; nobody else is told that it exists.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The call that brought it, or that sends it or has sent it last; empty before the first.</summary>
    public string CallId { get; init; } = "";

    /// <summary>Which way it goes.</summary>
    public required FaxDirection Direction { get; init; }

    /// <summary>How far it is.</summary>
    public required FaxState State { get; init; }

    /// <summary>The other party's number; empty when it was not shown.</summary>
    public string Number { get; init; } = "";

    /// <summary>The other party's name; empty when none is known.</summary>
    public string Name { get; init; } = "";

    /// <summary>What the other machine calls itself (ITU-T T.30: TSI, CSI); empty when it did not say.</summary>
    public string Station { get; init; } = "";

    /// <summary>Pages that are there; of one that is sent how many it has.</summary>
    public int Pages { get; init; }

    /// <summary>Pages that the other machine has confirmed of one that is sent, at the last attempt.</summary>
    public int PagesSent { get; init; }

    /// <summary>How the last call ended, in words for an expert; empty before.</summary>
    public string Result { get; init; } = "";

    /// <summary>When it came, or was given to be sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Milliseconds that the pages took on the line.</summary>
    public long DurationMilliseconds { get; init; }

    /// <summary>True while some of its pages may still be on their way into the store.</summary>
    public bool Pending { get; init; }

    /// <summary>False for a received one that nobody has looked at.</summary>
    public bool Seen { get; init; }

    /// <summary>How often it was tried to send it.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next; null when it is not.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Path in the blob store that the pages' names begin with.</summary>
    public required string BlobPrefix { get; init; }

    /// <summary>Day until which it is kept.</summary>
    public required DateTimeOffset RetainUntil { get; init; }

    /// <summary>When it was deleted; null while it is there. What is left of it then names nobody, and keeps it from coming back.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}
