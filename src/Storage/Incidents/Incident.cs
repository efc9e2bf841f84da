using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Incidents;

/// <summary>A case of what looked like an attack or like fraud.</summary>
public sealed record Incident
{
    /// <summary>Longest text of a reason or an appeal, in characters.</summary>
    public const int LongestText = 2000;

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The rule that found it, for example <c>tollBurst</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>What it is about: a user's name, an address, a number or a country.</summary>
    public required string Subject { get; init; }

    /// <summary>The user whom it is about, <c>{tenant}/{name}</c>; null when it is about nobody of the tenant.</summary>
    public string? UserId { get; init; }

    /// <summary>When the rule found it.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was last seen to go on.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>How often it was found.</summary>
    public int Times { get; init; } = 1;

    /// <summary>What was seen, in a sentence for people.</summary>
    public required string Reason { get; init; }

    /// <summary>How far it is.</summary>
    public IncidentState State { get; init; }

    /// <summary>Until when the user's calls outside are blocked; null: they are not.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>Why it was decided so.</summary>
    public string Decision { get; init; } = "";

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>What the user says to it.</summary>
    public string Appeal { get; init; } = "";

    /// <summary>When.</summary>
    public DateTimeOffset? AppealedAt { get; init; }

    /// <summary>Grows with each change.</summary>
    public int Version { get; init; }
}

/// <summary>How far a case is. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IncidentState>))]
public enum IncidentState
{
    /// <summary>Nobody has looked into it.</summary>
    Open,

    /// <summary>It was one.</summary>
    Confirmed,

    /// <summary>It was none.</summary>
    Dismissed,
}
