namespace RtcCluster.Storage.History;

/// <summary>One numbered event of a call, as the call's grain saved it. Never changed once written.</summary>
public sealed record LedgerRow
{
    /// <summary>The call's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The call.</summary>
    public required string CallId { get; init; }

    /// <summary>Place in the call's ledger, from 1 on without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>When it happened; kept to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Name of the event.</summary>
    public required string Kind { get; init; }

    /// <summary>The event's content as its writer encoded it.</summary>
    public byte[] Payload { get; init; } = [];

    /// <summary>True when both say the same event; a re-sent ledger is recognised by it.</summary>
    internal bool SaysTheSameAs(LedgerRow other) =>
        TenantId == other.TenantId && CallId == other.CallId && Number == other.Number && Kind == other.Kind
        && At.ToUnixTimeMilliseconds() == other.At.ToUnixTimeMilliseconds() && Payload.AsSpan().SequenceEqual(other.Payload);
}
