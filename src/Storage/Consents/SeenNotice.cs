namespace RtcCluster.Storage.Consents;

/// <summary>That a user has seen a notice, so that it is not shown again.</summary>
public sealed record SeenNotice
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>The notice.</summary>
    public required string Notice { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }
}
