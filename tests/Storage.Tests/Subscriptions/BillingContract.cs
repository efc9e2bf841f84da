using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Subscriptions;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.Storage.Tests.Retention;

namespace RtcCluster.Storage.Tests.Subscriptions;

public abstract class BillingContract(Engine engine) : EngineContract(engine)
{
    private const string Tenant = Keepsakes.Tenant;

    /// <summary>Whatever calls there are and whenever their history comes, what is invoiced is what the log says, each call once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task TheInvoicesOfAllMonths_AreTheSumsOfTheLog(int seed)
    {
        var random = new Random(seed);
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        long expected = 0;
        var calls = 0;
        var invoices = new List<Invoice>();
        for (var month = 11; month <= 14; month++)
        {
            var begin = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero).AddMonths(month - 11);
            kept.House.Time.SetUtcNow(begin);
            for (var i = random.Next(0, 30); i > 0; i--)
            {
                // Some are of the month before, whose invoice has been made.
                var ended = begin.AddMinutes(random.Next(-60 * 24 * 40, 0));
                var direction = (CallDirection)random.Next(0, 3);
                var talk = random.Next(0, 4) == 0 ? 0 : random.NextInt64(1, 4_000_000);
                await CallAsync(kept, $"s{seed}-{++calls}", ended, direction, talk);
                expected += direction == CallDirection.Outbound ? talk : 0;
                if (random.Next(0, 5) == 0)
                {
                    await billing.MeterAsync(Tenant, Ct);
                }
            }

            kept.House.Time.SetUtcNow(new DateTimeOffset(begin.Year, begin.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1));
            var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => billing.InvoiceAsync(Tenant, begin.Year, begin.Month, Ct), Ct)));
            Assert.Single(made.Select(invoice => invoice!.Total).Distinct());
            invoices.Add(made[0]!);
        }

        await using var db = kept.House.OpenContext();
        var log = await db.CallLog.Where(e => e.TenantId == Tenant).ToListAsync(Ct);
        Assert.True(expected == invoices.Sum(invoice => invoice.OutboundMilliseconds), $"seed {seed}");
        Assert.Equal(log.Count, invoices.Sum(invoice => invoice.Lines.Sum(line => line.Calls)));
        Assert.Equal(log.Sum(entry => entry.TalkMilliseconds), invoices.Sum(invoice => invoice.Lines.Sum(line => line.TalkMilliseconds)));
        Assert.All(invoices, invoice => Assert.Equal(
            (invoice.Fee + invoice.UsageAmount, (invoice.OutboundMilliseconds + 59_999) / 60_000 * 40), (invoice.Total, invoice.UsageAmount)));
        Assert.Equal(invoices.Select(invoice => invoice.Id).Reverse(), (await billing.InvoicesAsync(Tenant, Ct)).Select(invoice => invoice.Id));
    }

    [Fact]
    public async Task AMonthThatIsNotOver_AndACompanyWithoutAPlan_GetNoInvoice()
    {
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        Assert.Null(await billing.InvoiceAsync(Tenant, 2026, 11, Ct));
        Assert.NotNull(await billing.InvoiceAsync(Tenant, 2026, 10, Ct));
        Assert.Null(await billing.InvoiceAsync("nobody", 2026, 10, Ct));
    }

    [Fact]
    public async Task WhatIsErasedFromTheLog_IsOwedAllTheSame()
    {
        using var kept = await OpenAsync();
        await kept.RuleAsync(new RetentionRules { CallLog = new RetentionRule { Days = 1 } });
        await CallAsync(kept, "gone", kept.House.Time.GetUtcNow(), CallDirection.Outbound, 61_000);
        kept.House.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(1, (await kept.SweepAsync()).Erased);

        var invoice = await kept.House.First.GetRequiredService<Billing>().InvoiceAsync(Tenant, 2026, 11, Ct);

        Assert.Equal((61_000, 80, 1_080), (invoice!.OutboundMilliseconds, invoice.UsageAmount, invoice.Total));
    }

    [Fact]
    public async Task AReceiptThatComesTwice_IsOne()
    {
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        var receipt = new PaymentReceipt { Id = "stripe/in_1", TenantId = Tenant, Amount = 1_080, Currency = "COP", PaidAt = kept.House.Time.GetUtcNow(), ReceivedAt = kept.House.Time.GetUtcNow(), InvoiceId = "acme-202611" };

        var line = new AuditRow { TenantId = Tenant, At = kept.House.Time.GetUtcNow(), Actor = "stripe", Action = "subscription.receipt", Target = receipt.Id };

        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => billing.AddAsync(receipt, line, Ct), Ct)));

        Assert.Single(added, static each => each);
        Assert.Equal(receipt, Assert.Single(await billing.ReceiptsAsync(Tenant, Ct)));
        Assert.Empty(await billing.ReceiptsAsync("other", Ct));
        await using var db = kept.House.OpenContext();
        Assert.Equal(1, await db.Audit.CountAsync(row => row.Action == "subscription.receipt", Ct));
    }

    [Fact]
    public async Task TheCompanyHasWhatItsPlanIncludes()
    {
        using var kept = await OpenAsync();
        var entitlements = kept.House.First.GetRequiredService<Entitlements>();
        Assert.Null(await entitlements.RefusalAsync(Tenant, Entitlements.Backup, Ct));
        Assert.Equal("The plan pro does not include fax.", await entitlements.RefusalAsync(Tenant, "fax", Ct));
        Assert.Null(await entitlements.SeatRefusalAsync(Tenant, "alice", Ct));
        await PlanAsync(kept, "tiny");
        Assert.Equal("The plan tiny does not include backup.", await entitlements.RefusalAsync(Tenant, Entitlements.Backup, Ct));
        await PlanAsync(kept, "");
        Assert.Equal("The company has no plan that includes backup.", await entitlements.RefusalAsync(Tenant, Entitlements.Backup, Ct));
    }

    [Fact]
    public async Task WhatWasBeforeThePlan_IsOnNoInvoice_AndAnotherPlanBeginsNothingAnew()
    {
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        var bought = new DateTimeOffset(2026, 11, 10, 0, 0, 0, TimeSpan.Zero);
        await PlanAsync(kept, "");
        await PlanAsync(kept, "pro", bought);
        await CallAsync(kept, "years", bought.AddYears(-2), CallDirection.Outbound, 7_000_000);
        await CallAsync(kept, "just", bought.AddMilliseconds(-1), CallDirection.Outbound, 7_000_000);
        await CallAsync(kept, "first", bought, CallDirection.Outbound, 60_000);
        await PlanAsync(kept, "tiny", bought.AddDays(5));
        await CallAsync(kept, "second", bought.AddDays(6), CallDirection.Outbound, 60_000);
        kept.House.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Null(await billing.InvoiceAsync(Tenant, 2026, 10, Ct));
        var invoice = await billing.InvoiceAsync(Tenant, 2026, 11, Ct);

        Assert.Equal((120_000, "tiny"), (invoice!.OutboundMilliseconds, invoice.Plan));
        Assert.Equal([new UsageLine(new DateOnly(2026, 11, 10), CallDirection.Outbound, "carrier", 1, 60_000), new UsageLine(new DateOnly(2026, 11, 16), CallDirection.Outbound, "carrier", 1, 60_000)], invoice.Lines);
    }

    [Fact]
    public async Task APlanFromBeforeThatWasKept_BillsTheMonthAlone()
    {
        using var kept = await OpenAsync();
        var tenant = (await kept.House.First.GetRequiredService<IDirectory>().FindTenantAsync(Tenant, Ct))!;
        Assert.True((await kept.House.First.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = tenant.Settings with { PlanSince = null } }, Ct)).IsSaved);
        var november = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        await CallAsync(kept, "before", november.AddMilliseconds(-1), CallDirection.Outbound, 7_000_000);
        await CallAsync(kept, "within", november, CallDirection.Outbound, 60_000);
        kept.House.Time.SetUtcNow(november.AddMonths(1));

        Assert.Equal(60_000, (await kept.House.First.GetRequiredService<Billing>().InvoiceAsync(Tenant, 2026, 11, Ct))!.OutboundMilliseconds);
    }

    [Fact]
    public async Task WhoeverAsksOften_CountsOnceAMinute()
    {
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        var now = kept.House.Time.GetUtcNow();
        Assert.Empty(await billing.UsageAsync(Tenant, now.AddDays(-1), now.AddDays(1), Ct));
        await CallAsync(kept, "new", now, CallDirection.Inbound, 5_000);

        kept.House.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty(await billing.UsageAsync(Tenant, now.AddDays(-1), now.AddDays(1), Ct));
        kept.House.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new UsageLine(DateOnly.FromDateTime(now.UtcDateTime), CallDirection.Inbound, "carrier", 1, 5_000)], await billing.UsageAsync(Tenant, now.AddDays(-1), now.AddDays(1), Ct));
    }

    [Fact]
    public async Task AMonthIsOneOfTheCompanysZone_AndWhoMovesLosesNoCall()
    {
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        await MoveAsync(kept, "America/Bogota");
        // November begins and ends at 05:00 UTC there.
        var (begins, ends) = (new DateTimeOffset(2026, 11, 1, 5, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 12, 1, 5, 0, 0, TimeSpan.Zero));
        await PlanAsync(kept, "");
        await PlanAsync(kept, "pro", begins);
        await CallAsync(kept, "october", begins.AddMilliseconds(-1), CallDirection.Outbound, 7_000_000);
        await CallAsync(kept, "first", begins, CallDirection.Outbound, 60_000);
        await CallAsync(kept, "last", ends.AddMilliseconds(-1), CallDirection.Outbound, 60_000);
        await CallAsync(kept, "december", ends, CallDirection.Outbound, 1_000);
        kept.House.Time.SetUtcNow(ends.AddMilliseconds(-1));
        Assert.Null(await billing.InvoiceAsync(Tenant, 2026, 11, Ct));
        kept.House.Time.SetUtcNow(ends);

        var invoice = (await billing.InvoiceAsync(Tenant, 2026, 11, Ct))!;

        Assert.Equal((begins, ends, 120_000), (invoice.From, invoice.Until, invoice.OutboundMilliseconds));
        Assert.Equal([new DateOnly(2026, 11, 1), new DateOnly(2026, 11, 30)], invoice.Lines.Select(line => line.Day));
        await MoveAsync(kept, "Asia/Tokyo");
        kept.House.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 15, 0, 0, TimeSpan.Zero));
        Assert.Equal(["acme-202612"], (await billing.InvoiceDueAsync(Tenant, Ct)).Select(due => due.Id));
        Assert.Equal(1_000, (await billing.InvoicesAsync(Tenant, Ct))[0].OutboundMilliseconds);
    }

    [Fact]
    public async Task WhatIsDue_IsMadeOnce_WhoeverAsksAndHoweverOften_WithOneLineInTheTrail()
    {
        using var kept = await OpenAsync();
        var (first, second) = (kept.House.First.GetRequiredService<Billing>(), kept.House.Process().GetRequiredService<Billing>());
        await PlanAsync(kept, "");
        Assert.Empty(await first.InvoiceDueAsync(Tenant, Ct));
        await PlanAsync(kept, "pro", new DateTimeOffset(2026, 9, 20, 0, 0, 0, TimeSpan.Zero));
        // Nobody looked for two months.
        kept.House.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).InvoiceDueAsync(Tenant, Ct), Ct)));

        string[] all = ["acme-202609", "acme-202610", "acme-202611"];
        Assert.Contains(made, each => each.Select(invoice => invoice.Id).SequenceEqual(all));
        Assert.Empty(await second.InvoiceDueAsync(Tenant, Ct));
        Assert.Equal(all.Reverse(), (await first.InvoicesAsync(Tenant, Ct)).Select(invoice => invoice.Id));
        await using var db = kept.House.OpenContext();
        Assert.Equal(
            all.Select(id => ("billing", id)), (await db.Audit.Where(row => row.Action == "subscription.invoice").ToListAsync(Ct)).Select(row => (row.Actor, row.Target)).Order());
    }

    [Fact]
    public async Task AMonthThatTheOperatorMade_HidesNoneBeforeIt()
    {
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        await PlanAsync(kept, "");
        await PlanAsync(kept, "pro", new DateTimeOffset(2026, 8, 10, 0, 0, 0, TimeSpan.Zero));
        Assert.NotNull(await billing.InvoiceAsync(Tenant, 2026, 10, Ct));

        Assert.Equal(["acme-202608", "acme-202609"], (await billing.InvoiceDueAsync(Tenant, Ct)).Select(due => due.Id));
        Assert.Empty(await billing.InvoiceDueAsync(Tenant, Ct));
    }

    [Fact]
    public async Task ThePlanThatEndsWithinAMonth_IsOnItsInvoice_AndOnNoneAfterIt()
    {
        using var kept = await OpenAsync();
        var billing = kept.House.First.GetRequiredService<Billing>();
        var november = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        await PlanAsync(kept, "");
        await PlanAsync(kept, "pro", november.AddDays(1));
        await CallAsync(kept, "within", november.AddDays(5), CallDirection.Outbound, 60_000);
        await PlanAsync(kept, "", november.AddDays(10));
        await CallAsync(kept, "between", november.AddDays(12), CallDirection.Outbound, 7_000_000);
        kept.House.Time.SetUtcNow(november.AddMonths(1));

        var last = Assert.Single(await billing.InvoiceDueAsync(Tenant, Ct));
        Assert.Equal(("acme-202611", "pro", 60_000, 1_040), (last.Id, last.Plan, last.OutboundMilliseconds, last.Total));

        // Whoever comes back owes neither for the time between nor for the months in it.
        kept.House.Time.SetUtcNow(november.AddMonths(2));
        Assert.Empty(await billing.InvoiceDueAsync(Tenant, Ct));
        Assert.Null(await billing.InvoiceAsync(Tenant, 2026, 12, Ct));
        await PlanAsync(kept, "tiny", november.AddMonths(2).AddDays(3));
        kept.House.Time.SetUtcNow(november.AddMonths(3));
        var next = Assert.Single(await billing.InvoiceDueAsync(Tenant, Ct));
        Assert.Equal(("acme-202701", "tiny", 0), (next.Id, next.Plan, next.OutboundMilliseconds));
    }

    [Theory]
    [InlineData("", new[] { "acme-202611" })]
    [InlineData("2026-09", new[] { "acme-202609", "acme-202610", "acme-202611" })]
    [InlineData("2026-12", new string[0])]
    public async Task APlanFromBeforeTheSchedule_IsNotInvoicedForYearsAtOnce(string from, string[] expected)
    {
        using var kept = await OpenAsync(("Subscription:InvoicesFrom", from));
        var tenant = (await kept.House.First.GetRequiredService<IDirectory>().FindTenantAsync(Tenant, Ct))!;
        var settings = tenant.Settings with { PlanSince = new DateTimeOffset(2023, 1, 9, 0, 0, 0, TimeSpan.Zero), BilledSince = null };
        Assert.True((await kept.House.First.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = settings }, Ct)).IsSaved);
        kept.House.Time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(expected, (await kept.House.First.GetRequiredService<Billing>().InvoiceDueAsync(Tenant, Ct)).Select(due => due.Id));
    }

    [Fact]
    public async Task ManyUsersAtOnce_TakeNoMoreSeatsThanThereAre()
    {
        using var kept = await OpenAsync();
        var seats = await kept.House.First.GetRequiredService<Entitlements>().SeatsAsync(Tenant, Ct);
        var room = Math.Max(0, 2 - seats);

        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => kept.House.First.GetRequiredService<IDirectoryWriter>().SaveUserAsync(
            new DirectoryUser { TenantId = Tenant, Name = $"seat{i}", DisplayName = $"Seat {i}", Email = $"seat{i}@seats.test" }, ct: Ct), Ct)));

        Assert.Equal(room, saved.Count(static each => each.IsSaved));
        Assert.All(saved.Where(static each => !each.IsSaved), static each => Assert.Equal(SaveStatus.NoSeat, each.Status));
        Assert.Contains(saved, static each => each.Reason == "The plan pro has 2 seats, and all are taken.");
        Assert.Equal(seats + room, await kept.House.First.GetRequiredService<Entitlements>().SeatsAsync(Tenant, Ct));
    }

    private async Task<Keepsakes> OpenAsync(params (string Key, string Value)[] settings)
    {
        var kept = await Keepsakes.OpenAsync(Engine, [("Subscription:Plans", "pro seats=2 fee=1000 minute=40 features=backup; tiny seats=1"), .. settings]);
        var tenant = (await kept.House.First.GetRequiredService<IDirectory>().FindTenantAsync(Tenant, Ct))!;
        Assert.True((await kept.House.First.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = tenant.Settings with { TimeZone = "Etc/UTC" } }, Ct)).IsSaved);
        await PlanAsync(kept, "pro");
        return kept;
    }

    private static async Task MoveAsync(Keepsakes kept, string zone)
    {
        var tenant = (await kept.House.First.GetRequiredService<IDirectory>().FindTenantAsync(Tenant, Ct))!;
        Assert.True((await kept.House.First.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = tenant.Settings with { TimeZone = zone } }, Ct)).IsSaved);
    }

    private static async Task PlanAsync(Keepsakes kept, string plan, DateTimeOffset? since = null)
    {
        var tenant = (await kept.House.First.GetRequiredService<IDirectory>().FindTenantAsync(Tenant, Ct))!;
        Assert.True((await kept.House.First.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = tenant.Settings.Having(plan, since ?? kept.House.Time.GetUtcNow().AddYears(-1)) }, Ct)).IsSaved);
    }

    private static async Task CallAsync(Keepsakes kept, string name, DateTimeOffset ended, CallDirection direction, long talk)
    {
        await using var db = kept.House.OpenContext();
        var entry = db.Add(new CallLogEntry
        {
            CallId = $"{Tenant}/{name}", TenantId = Tenant, LedgerNumber = 3, StartedAt = ended.AddHours(-2), EndedAt = ended, FromNumber = "1001", ToNumber = "1002", Direction = direction, TalkMilliseconds = talk,
            Trunk = direction == CallDirection.Internal ? null : "carrier", Participants = [$"{Tenant}/alice"],
        });
        entry.Property<string>(HistoryModel.SearchText).CurrentValue = "1001";
        await db.SaveChangesAsync(Ct);
    }
}
