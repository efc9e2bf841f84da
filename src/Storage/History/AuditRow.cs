namespace RtcCluster.Storage.History;

/// <summary>Who did what to whom, for the people who must be able to prove it.</summary>
public sealed record AuditRow
{
    /// <summary>Order of writing; 0 for a row that is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>The tenant it happened in.</summary>
    public required string TenantId { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user, <c>{tenant}/{name}</c>, or the part of the system that acted.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done, for example <c>line.save</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it was done to.</summary>
    public required string Target { get; init; }

    /// <summary>Address that the request came from; empty for the system.</summary>
    public string Address { get; init; } = "";

    /// <summary>Before and after as JSON, without secrets.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Made when the row is written, and never again: a copy of a row is known by it. Empty for rows of before rows were signed.</summary>
    public string EntryId { get; init; } = "";

    /// <summary>The cluster's signature over all of the above but <see cref="Id"/>; empty for rows of before rows were signed.</summary>
    public string Signature { get; init; } = "";
}
