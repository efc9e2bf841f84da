namespace RtcCluster.Storage.Directory;

/// <summary>A tenant's decisions; stored as one JSON text, so that a new one needs no migration.</summary>
public sealed record TenantSettings
{
    /// <summary>Days that a recording is kept; every recording gets its date from this when it begins.</summary>
    public int RecordingRetentionDays { get; init; } = 90;

    /// <summary>IANA time zone of its schedules and reports.</summary>
    public string TimeZone { get; init; } = "America/Bogota";

    /// <summary>E.164 prefixes (with their plus sign) that the tenant's users may call out to; empty allows every destination that is not blocked.</summary>
    public IReadOnlyList<string> AllowedDestinations { get; init; } = [];

    /// <summary>Whether agents are shown that a supervisor listens to their call.</summary>
    public bool ShowsListening { get; init; }

    /// <summary>Whether agents are shown that a supervisor whispers to them or talks in their call.</summary>
    public bool ShowsWhispering { get; init; } = true;
}
