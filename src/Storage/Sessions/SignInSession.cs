namespace RtcCluster.Storage.Sessions;

/// <summary>One sign-in of a user on one device; its id is inside the bearer token, so that it can be revoked.</summary>
public sealed record SignInSession
{
    /// <summary>Unguessable id.</summary>
    public required string Id { get; init; }

    /// <summary>The user, <c>{tenant}/{name}</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>When the user signed in.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }

    /// <summary>Address that the user signed in from.</summary>
    public string Address { get; init; } = "";

    /// <summary>Browser or program, cut at 400 characters.</summary>
    public string UserAgent { get; init; } = "";

    /// <summary>When it was revoked; null while it is good.</summary>
    public DateTimeOffset? RevokedAt { get; init; }
}
