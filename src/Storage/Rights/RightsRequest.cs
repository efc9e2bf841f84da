using System.Text.Json.Serialization;

namespace RtcCluster.Storage.Rights;

/// <summary>What somebody asks of the company that keeps data of theirs, with the day until which it is to be answered.</summary>
public sealed record RightsRequest
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>Its number in the tenant, from 1 on without gaps.</summary>
    public int Number { get; init; }

    /// <summary>The user who asks; with <c>~</c> and a number behind it for one who has been deleted since.</summary>
    public required string UserName { get; init; }

    /// <summary>What is asked for.</summary>
    public required RightsKind Kind { get; init; }

    /// <summary>How far it is.</summary>
    public RightsState State { get; init; }

    /// <summary>What the user says about it.</summary>
    public string Text { get; init; } = "";

    /// <summary>The call that it is about, <c>{tenant}/{name}</c>; null for none.</summary>
    public string? CallId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>Until when it is to be answered.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Who decided, <c>{tenant}/{name}</c>; the user's own where it is done without a decision.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why so.</summary>
    public string? Decision { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Grows with each change.</summary>
    public int Version { get; init; }

    /// <summary>Whether its day has passed without an answer.</summary>
    public bool IsOverdue(DateTimeOffset now) => State is RightsState.Open or RightsState.Granting && DueAt < now;
}

/// <summary>What is asked for. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RightsKind>))]
public enum RightsKind
{
    /// <summary>To see what is kept (Law 1581 of 2012, article 14; GDPR, article 15).</summary>
    Access,

    /// <summary>To hear calls, or to read of them.</summary>
    Calls,

    /// <summary>To correct it (Law 1581, article 15; GDPR, article 16).</summary>
    Rectify,

    /// <summary>To keep it and not to use it (GDPR, article 18).</summary>
    Restrict,

    /// <summary>To erase it (Law 1581, article 15; GDPR, article 17).</summary>
    Erase,

    /// <summary>A complaint, a claim or a suggestion.</summary>
    Complaint,
}

/// <summary>How far a request is. Stored by name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RightsState>))]
public enum RightsState
{
    /// <summary>Nobody has decided.</summary>
    Open,

    /// <summary>It was granted, and is done.</summary>
    Done,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>The user took it back.</summary>
    Withdrawn,

    /// <summary>It was granted, and is being done; whoever died over it is followed by the tenant's hourly sweep.</summary>
    Granting,
}
