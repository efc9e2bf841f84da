namespace RtcCluster.Storage.Subscriptions;

/// <summary>Somebody who takes money says that a company has paid. One that comes again is the same.</summary>
public sealed record PaymentReceipt
{
    /// <summary>Who says so and by which id: <c>stripe/evt_1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>When it was paid, as they say.</summary>
    public required DateTimeOffset PaidAt { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How much, in hundredths.</summary>
    public required long Amount { get; init; }

    /// <summary>The currency (ISO 4217).</summary>
    public required string Currency { get; init; }

    /// <summary>The invoice that it is for, where they say so; empty: none.</summary>
    public string InvoiceId { get; init; } = "";
}
