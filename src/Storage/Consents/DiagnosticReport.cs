namespace RtcCluster.Storage.Consents;

/// <summary>A fault in a user's browser, as it told; kept only with the user's consent.</summary>
public sealed record DiagnosticReport
{
    /// <summary>Longest text, in characters.</summary>
    public const int LongestText = 4_000;

    /// <summary>Most that are kept of a user; the oldest go.</summary>
    public const int MostKept = 50;

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user's name.</summary>
    public required string UserName { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The version of the program.</summary>
    public string Version { get; init; } = "";

    /// <summary>What went wrong.</summary>
    public required string Text { get; init; }

    /// <summary>The browser or program, as it names itself.</summary>
    public string Device { get; init; } = "";
}
