namespace RtcCluster.Storage.Voicemail;

/// <summary>A message in somebody's voicemail box; its bytes lie in the blob store under <see cref="BlobPrefix"/>.</summary>
public sealed record VoicemailMessage
{
    /// <summary>The message's id, unique on the cluster; made of the call, so that a message which is delivered twice is one.</summary>
    public required string Id { get; init; }

    /// <summary>The message's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user, <c>{tenant}/{name}</c>, whose box it is in; nobody else is told that it exists.</summary>
    public required string OwnerId { get; init; }

    /// <summary>The call that left it.</summary>
    public required string CallId { get; init; }

    /// <summary>Number of who left it; empty when it was not shown.</summary>
    public string FromNumber { get; init; } = "";

    /// <summary>Name of who left it; empty when none is known.</summary>
    public string FromName { get; init; } = "";

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Milliseconds of sound; while it is <see cref="Pending"/> what is known so far, and 0 where nothing is.</summary>
    public long DurationMilliseconds { get; init; }

    /// <summary>True while some of its sound may still be on its way into the store.</summary>
    public bool Pending { get; init; }

    /// <summary>False for a new message, true for one that was heard or marked so.</summary>
    public bool Heard { get; init; }

    /// <summary>Path in the blob store that the chunks' names begin with.</summary>
    public required string BlobPrefix { get; init; }

    /// <summary>Day until which it is kept.</summary>
    public required DateTimeOffset RetainUntil { get; init; }

    /// <summary>What became of its e-mail.</summary>
    public VoicemailMail Mail { get; init; }

    /// <summary>How often its e-mail was tried.</summary>
    public int MailAttempts { get; init; }

    /// <summary>When its e-mail is tried next; null when it is not.</summary>
    public DateTimeOffset? MailDue { get; init; }

    /// <summary>When it was deleted; null while it is in its box. What is left of it then names nobody, and keeps it from coming back: with a call that tells of it twice, or with sound that comes late.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}
