namespace RtcCluster.Storage.History;

/// <summary>Which recordings of a tenant to list; what is null does not matter.</summary>
public sealed record RecordingFilter
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Started at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The call that was recorded.</summary>
    public string? CallId { get; init; }

    /// <summary>User, <c>{tenant}/{name}</c>, who is heard.</summary>
    public string? UserId { get; init; }

    /// <summary>The user, <c>{tenant}/{name}</c>, who asks, when that user may hear only the own calls.</summary>
    public string? VisibleTo { get; init; }
}
