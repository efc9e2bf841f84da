using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Subscriptions;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Grains.Subscriptions;

/// <summary>Looks once an hour whether a month of the company is over. It keeps nothing: an invoice is one transaction under the number of its month, and who dies over it is followed by the next hour.</summary>
[RandomPlacement]
internal sealed class BillingGrain(Billing billing, ILogger<BillingGrain> logger) : Grain, IBillingGrain, IRemindable
{
    private const string Reminder = "bill";
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private string Tenant => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().IndexOf('/', StringComparison.Ordinal)];

    public Task Watch() => this.RegisterOrUpdateReminder(Reminder, Period, Period);

    public async Task<int> Bill()
    {
        var made = await billing.InvoiceDueAsync(Tenant);
        foreach (var invoice in made)
        {
            BillingLog.Made(logger, Tenant, invoice.From, invoice.Total);
        }

        return made.Count;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await Bill();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The database may be away: the reminder comes again.
            BillingLog.NotMade(logger, e);
        }
    }
}

/// <summary>What billing logs.</summary>
internal static partial class BillingLog
{
    [LoggerMessage(5452, LogLevel.Information, "The invoice of {Tenant} for the month from {From} was made: {Total}, in hundredths.")]
    public static partial void Made(ILogger logger, string tenant, DateTimeOffset from, long total);

    [LoggerMessage(5453, LogLevel.Warning, "Invoices of months that are over could not be made now; it is tried again within the hour.")]
    public static partial void NotMade(ILogger logger, Exception exception);
}
