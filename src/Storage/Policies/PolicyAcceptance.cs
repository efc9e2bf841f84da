namespace RtcCluster.Storage.Policies;

/// <summary>That a user accepted a version of a document. It is written once and never changed.</summary>
public sealed record PolicyAcceptance
{
    /// <summary>Longest name of a device, in characters.</summary>
    public const int LongestDevice = 400;

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>Which document.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary>Which version of it.</summary>
    public required int Version { get; init; }

    /// <summary>The hash of what was accepted.</summary>
    public required string Hash { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The browser or program, as it names itself.</summary>
    public string Device { get; init; } = "";

    /// <summary>Its address.</summary>
    public string Address { get; init; } = "";
}
