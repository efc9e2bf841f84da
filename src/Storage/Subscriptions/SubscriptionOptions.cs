namespace RtcCluster.Storage.Subscriptions;

/// <summary>Section <c>Subscription</c>: what companies can buy, and who may say that they have paid.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Subscription";

    /// <summary>What companies can buy, separated by semicolons: <c>pro seats=50 fee=9000000 minute=4000 features=backup</c>. Amounts are in hundredths of the currency: the fee of a month, and a minute to the outside. Empty: nothing is sold, and every company may do everything.</summary>
    public string Plans { get; set; } = "";

    /// <summary>The currency of all amounts (ISO 4217).</summary>
    public string Currency { get; set; } = "COP";

    /// <summary>Hours between telling a company that it will be suspended and doing so, 0 to 2,160.</summary>
    public long NoticeHours { get; set; } = 72;

    /// <summary>The first month whose invoices are made by schedule (<c>2026-11</c>); the months before it are invoiced by command alone. Empty: the month in which a company first had a plan, and of one that had it before that was kept, the first that was invoiced, or else the last that is over.</summary>
    public string InvoicesFrom { get; set; } = "";

    /// <summary>The secret that Stripe signs its webhooks with (<c>whsec_…</c>); empty: none is taken. A secret: no message repeats it.</summary>
    public string StripeSecret { get; set; } = "";

    /// <summary>The secret that other stores sign their receipts with, at least 32 characters; empty: none is taken. A secret: no message repeats it.</summary>
    public string StoreSecret { get; set; } = "";
}
