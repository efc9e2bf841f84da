namespace RtcCluster.Storage.History;

/// <summary>One change of a call's parties, as a projection of the call's ledger.</summary>
public sealed record TransferEntry
{
    /// <summary>The call that goes on; with <see cref="Number"/> the entry's key.</summary>
    public required string CallId { get; init; }

    /// <summary>Which one of the call it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The call's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>What kind.</summary>
    public TransferKind Kind { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was done, or had failed; null when the call ended before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>True when it was done.</summary>
    public bool Completed { get; init; }

    /// <summary>Leg of the party who did it; null for a pick-up, which the new party does itself.</summary>
    public int? ByLeg { get; init; }

    /// <summary>That party's user, <c>{tenant}/{name}</c>; null for somebody outside.</summary>
    public string? ByUserId { get; init; }

    /// <summary>That party's number.</summary>
    public string ByNumber { get; init; } = "";

    /// <summary>The number that it went to.</summary>
    public string ToNumber { get; init; } = "";

    /// <summary>The user, <c>{tenant}/{name}</c>, who is there now; null for somebody outside or a service.</summary>
    public string? ToUserId { get; init; }

    /// <summary>The party's leg; null when there is none.</summary>
    public int? ToLeg { get; init; }

    /// <summary>The younger call that became a part of this one: the consultation, or the pick-up.</summary>
    public string? OtherCall { get; init; }

    /// <summary>SIP status of the failure.</summary>
    public int? SipCode { get; init; }
}
