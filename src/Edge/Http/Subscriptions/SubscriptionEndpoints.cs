using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Edge.Http.Subscriptions;

/// <summary>What the company has bought, uses, owes and has paid. The operator of the platform alone changes it, by the command <c>subscription</c>.</summary>
internal static class SubscriptionEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var subscription = api.MapGroup("/subscription").WithTags("Subscription").RequireAuthorization(Policies.Administer);
        subscription.MapGet("", GetAsync).WithName("GetSubscription").WithSummary("The company's plan, its seats, what it has used this month, and whether its service is or will be suspended.");
        subscription.MapGet("/invoices", InvoicesAsync).WithName("ListInvoices").WithSummary("Invoices, the latest first.");
        subscription.MapGet("/receipts", ReceiptsAsync).WithName("ListPaymentReceipts").WithSummary("Receipts of payments, the latest first.");
    }

    private static async Task<Ok<SubscriptionAnswer>> GetAsync(
        Caller caller, IDirectory directory, Entitlements entitlements, Billing billing, IOptions<SubscriptionOptions> options, EdgeClock clock, CancellationToken ct)
    {
        var tenant = caller.Tenant.Value;
        var settings = (await directory.FindTenantAsync(tenant, ct))?.Settings ?? new TenantSettings();
        var zone = BillingMonth.ZoneOf(settings);
        var month = BillingMonth.Of(clock.Utc, zone);
        return TypedResults.Ok(new SubscriptionAnswer(
            settings.Plan, entitlements.Find(settings.Plan), options.Value.Currency, await entitlements.SeatsAsync(tenant, ct), settings.Suspension, await billing.UsageAsync(tenant, month.From(zone), month.Next.From(zone), ct)));
    }

    private static async Task<Ok<IReadOnlyList<Invoice>>> InvoicesAsync(Caller caller, Billing billing, CancellationToken ct) => TypedResults.Ok(await billing.InvoicesAsync(caller.Tenant.Value, ct));

    private static async Task<Ok<IReadOnlyList<PaymentReceipt>>> ReceiptsAsync(Caller caller, Billing billing, CancellationToken ct) => TypedResults.Ok(await billing.ReceiptsAsync(caller.Tenant.Value, ct));
}

/// <summary>What a company has bought and uses.</summary>
/// <param name="PlanName">The plan's name; empty: none.</param>
/// <param name="Plan">What it includes, while it is sold; null otherwise.</param>
/// <param name="Currency">Of all amounts, which are in hundredths.</param>
/// <param name="SeatsTaken">Users who are enabled.</param>
/// <param name="Suspension">That the service is, or will be, suspended; null: it is not.</param>
/// <param name="Usage">Calls of this month of the company's zone that have ended, by day, direction and trunk.</param>
internal sealed record SubscriptionAnswer(string PlanName, Plan? Plan, string Currency, int SeatsTaken, Suspension? Suspension, IReadOnlyList<UsageLine> Usage);
