namespace RtcCluster.Storage.History;

/// <summary>Which calls of a tenant to list; what is null does not matter.</summary>
public sealed record CallLogFilter
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Started at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Part of a number or name of either party, whatever its case.</summary>
    public string? Party { get; init; }

    /// <summary>User, <c>{tenant}/{name}</c>, who took part.</summary>
    public string? UserId { get; init; }

    /// <summary>Result in one word.</summary>
    public string? Result { get; init; }

    /// <summary>Where the call came from and went to.</summary>
    public CallDirection? Direction { get; init; }

    /// <summary>The user, <c>{tenant}/{name}</c>, who asks, when that user may see only the own calls.</summary>
    public string? VisibleTo { get; init; }
}
