using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Subscriptions;
using RtcCluster.Storage.Audits;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Invoices on schedule, in a house of the test's own: it moves the clock by weeks.</summary>
public sealed class BillingGrainTests : IAsyncLifetime
{
    private readonly GrainHouse _house = new() { Settings = { ["Subscription:Plans"] = "pro seats=50 fee=1000 minute=40" } };

    private IBillingGrain Grain => _house.Grains.GetGrain<IBillingGrain>(IBillingGrain.KeyOf("demo"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task AnInvoiceIsMadeWhenTheMonthOfTheCompanyIsOver_Once()
    {
        await BuyAsync("pro");
        await Grain.Watch();
        Assert.Equal("bill", Assert.Single((await _house.Services.GetRequiredService<IReminderTable>().ReadRows(Grain.GetGrainId(), Ct)).Reminders).ReminderName);
        await TickAsync();
        Assert.Empty(await InvoicesAsync());

        // Midnight in Bogota is at 05:00 UTC.
        _house.Time.Advance(new DateTimeOffset(2026, 12, 1, 4, 59, 59, TimeSpan.Zero) - _house.Time.GetUtcNow());
        await TickAsync();
        Assert.Empty(await InvoicesAsync());
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        await TickAsync();
        await TickAsync();
        Assert.Equal(0, await Grain.Bill());

        var invoice = Assert.Single(await InvoicesAsync());
        Assert.Equal(("demo-202611", 1_000), (invoice.Id, invoice.Total));
        Assert.Single((await _house.Services.GetRequiredService<IAuditLog>().ListAsync(new AuditFilter { TenantId = "demo", Action = "subscription.invoice" }, ct: Ct)).Items);
    }

    private Task TickAsync() => Grain.AsReference<IRemindable>().ReceiveReminder("bill", new TickStatus(default, TimeSpan.FromHours(1), default));

    private Task<IReadOnlyList<Invoice>> InvoicesAsync() => _house.Services.GetRequiredService<Billing>().InvoicesAsync("demo", Ct);

    private async Task BuyAsync(string plan)
    {
        var tenant = (await _house.Services.GetRequiredService<IDirectory>().FindTenantAsync("demo", Ct))!;
        var saved = await _house.Services.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = tenant.Settings.Having(plan, _house.Time.GetUtcNow()) }, Ct);
        Assert.Equal(SaveStatus.Saved, saved.Status);
    }
}
