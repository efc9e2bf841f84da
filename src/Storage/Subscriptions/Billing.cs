using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>Counts calls, makes invoices and keeps receipts.</summary>
/// <remarks>A call is counted by its key and is put on an invoice where it is on none: whoever does either twice, or at once with somebody else, does it once.</remarks>
public sealed class Billing
{
    private const int MostListed = 500;
    private const long MinuteMilliseconds = 60_000;
    private const int MostMonths = 36;
    private const string Operator = "operator";
    private const string Schedule = "billing";

    // Lines are made where the calls are: a month has many of them.
    private const string SelectLines = "SELECT ended_at / 900000 AS \"Quarter\", direction AS \"Direction\", trunk AS \"Trunk\", COUNT(*) AS \"Calls\", CAST(SUM(talk_milliseconds) AS BIGINT) AS \"TalkMilliseconds\" FROM call_usage WHERE ";
    private const string GroupLines = " GROUP BY ended_at / 900000, direction, trunk";

    /// <summary>Asking again within this gives what was counted before: counting writes.</summary>
    private static readonly TimeSpan MeterAgain = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _metered = new(StringComparer.Ordinal);

    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly Entitlements _entitlements;
    private readonly IDirectory _directory;
    private readonly IOptions<SubscriptionOptions> _options;
    private readonly TimeProvider _time;
    private readonly SigningKeys _keys;

    internal Billing(IDbContextFactory<RtcDbContext> contexts, Entitlements entitlements, IDirectory directory, IOptions<SubscriptionOptions> options, TimeProvider time, SigningKeys keys) =>
        (_contexts, _entitlements, _directory, _options, _time, _keys) = (contexts, entitlements, directory, options, time, keys);

    /// <summary>Counts the calls of a tenant that have ended and were not counted yet; returns how many.</summary>
    public async Task<int> MeterAsync(string tenant, CancellationToken ct = default)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => MeterAsync(db, tenant, "", ct), ct).ConfigureAwait(false);
        }
    }

    /// <summary>The same in the caller's transaction, of one call; empty: of all of them.</summary>
    internal static Task<int> MeterAsync(RtcDbContext db, string tenant, string call, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO call_usage (call_id, tenant_id, ended_at, direction, trunk, talk_milliseconds)
        SELECT c.call_id, c.tenant_id, c.ended_at, c.direction, COALESCE(c.trunk, ''), c.talk_milliseconds FROM call_log c
        WHERE c.tenant_id = {tenant} AND ({call} = '' OR c.call_id = {call}) AND c.ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM call_usage u WHERE u.call_id = c.call_id)
        ON CONFLICT (call_id) DO NOTHING
        """,
        ct);

    /// <summary>Calls of a tenant within a time, by day of the tenant's zone, direction and trunk, on an invoice or not; those of the last minute may be missing.</summary>
    public async Task<IReadOnlyList<UsageLine>> UsageAsync(string tenant, DateTimeOffset from, DateTimeOffset until, CancellationToken ct = default)
    {
        var now = _time.GetUtcNow();
        if (!_metered.TryGetValue(tenant, out var metered) || now - metered >= MeterAgain)
        {
            await MeterAsync(tenant, ct).ConfigureAwait(false);
            _metered[tenant] = now;
        }

        var (first, last, zone) = (from.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds(), await ZoneAsync(tenant, ct).ConfigureAwait(false));
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return UsageLine.Of(await db.Database.SqlQueryRaw<UsageRow>(SelectLines + "tenant_id = {0} AND ended_at >= {1} AND ended_at < {2}" + GroupLines, tenant, first, last).ToListAsync(ct).ConfigureAwait(false), zone);
        }
    }

    /// <summary>Makes, for the operator, the invoice of a month of the tenant's zone that is over, or gives the one that there is; null when the month is not over or the tenant has no plan or had none then.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="year">The year.</param>
    /// <param name="month">The month.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <remarks>Calls whose history came after the invoice of their month are on the next one; those from before the company had a plan are on none. That one was made is in the trail, with the invoice itself.</remarks>
    public async Task<Invoice?> InvoiceAsync(string tenant, int year, int month, CancellationToken ct = default) =>
        (await _directory.FindTenantAsync(tenant, ct).ConfigureAwait(false))?.Settings is { } settings
            ? await InvoiceAsync(tenant, settings, new BillingMonth(year, month), BillingMonth.ZoneOf(settings), Operator, ct).ConfigureAwait(false)
            : null;

    /// <summary>Makes the invoices of all months that are over and have none, from the month in which the company first had a plan, or <see cref="SubscriptionOptions.InvoicesFrom"/>.</summary>
    /// <returns>The invoices, the oldest first; of two who do it at once both get them, and they are made once.</returns>
    public async Task<IReadOnlyList<Invoice>> InvoiceDueAsync(string tenant, CancellationToken ct = default)
    {
        if (!_entitlements.AreSold || (await _directory.FindTenantAsync(tenant, ct).ConfigureAwait(false))?.Settings is not { } settings || Periods(settings) is not { Count: > 0 } periods)
        {
            return [];
        }

        var zone = BillingMonth.ZoneOf(settings);
        var running = BillingMonth.Of(_time.GetUtcNow(), zone);
        var invoices = await InvoicesAsync(tenant, ct).ConfigureAwait(false);
        var invoiced = invoices.Select(invoice => invoice.Id).ToHashSet(StringComparer.Ordinal);
        var made = new List<Invoice>();
        for (var month = First(settings, periods[0], invoices, running, zone); month.IsBefore(running) && made.Count < MostMonths; month = month.Next)
        {
            if (!invoiced.Contains(IdOf(tenant, month)) && await InvoiceAsync(tenant, settings, month, zone, Schedule, ct).ConfigureAwait(false) is { } invoice)
            {
                made.Add(invoice);
            }
        }

        return made;
    }

    // The first month that the schedule looks at. Who had a plan before its begin was kept, or was to be billed, is not billed for years at once.
    private BillingMonth First(TenantSettings settings, PlanPeriod earliest, IReadOnlyList<Invoice> invoices, BillingMonth running, TimeZoneInfo zone)
    {
        // In its middle a month is the same one in every zone: the company may have moved since.
        BillingMonth Of(Invoice invoice) => BillingMonth.Of(invoice.From + ((invoice.Until - invoice.From) / 2), zone);
        BillingMonth? first = invoices.Count > 0 ? Of(invoices[^1]) : null;
        var begin = earliest.Since is not { } since ? first
            : invoices.FirstOrDefault(invoice => invoice.From <= since && since < invoice.Until) is { } covers ? Of(covers)
            : BillingMonth.Of(since, zone);
        var wanted = BillingMonth.TryRead(_options.Value.InvoicesFrom, out var set) ? set
            : settings.BilledSince is { } billed ? BillingMonth.Of(billed, zone)
            : first ?? running.Before;
        return begin is { } from && wanted.IsBefore(from) ? from : wanted;
    }

    // The times with a plan, the earliest first; the present one has no end.
    private static List<PlanPeriod> Periods(TenantSettings settings) =>
        settings.Plan.Length == 0 ? [.. settings.PlansBefore] : [.. settings.PlansBefore, new PlanPeriod(settings.Plan, settings.PlanSince, DateTimeOffset.MaxValue)];

    private static string IdOf(string tenant, BillingMonth month) => FormattableString.Invariant($"{tenant}-{month.Year:0000}{month.Month:00}");

    private async Task<TimeZoneInfo> ZoneAsync(string tenant, CancellationToken ct) => BillingMonth.ZoneOf((await _directory.FindTenantAsync(tenant, ct).ConfigureAwait(false))?.Settings);

    private async Task<Invoice?> InvoiceAsync(string tenant, TenantSettings settings, BillingMonth month, TimeZoneInfo zone, string by, CancellationToken ct)
    {
        var (from, until, now) = (month.From(zone), month.Next.From(zone), _time.GetUtcNow());
        // The plan of the month is the one that the company had last in it.
        if (until > now || Periods(settings).FindLast(period => !(period.Since >= until) && from < period.Until) is not { } period || _entitlements.Find(period.Plan) is not { } plan)
        {
            return null;
        }

        var id = IdOf(tenant, month);
        var seats = await _entitlements.SeatsAsync(tenant, ct).ConfigureAwait(false);
        try
        {
            return await MakeAsync(new Due(tenant, id, from, until, now, zone, by), plan, seats, ct).ConfigureAwait(false);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // Somebody else made it at the same time.
            if ((await InvoicesAsync(tenant, ct).ConfigureAwait(false)).FirstOrDefault(invoice => invoice.Id == id) is { } made)
            {
                return made;
            }

            throw;
        }
    }

    private async Task<Invoice?> MakeAsync(Due due, Plan plan, int seats, CancellationToken ct)
    {
        var (tenant, id, from, until, now, zone, by) = due;
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    if (await db.Invoices.SingleOrDefaultAsync(i => i.Id == id, ct).ConfigureAwait(false) is { } made)
                    {
                        return made;
                    }

                    await MeterAsync(db, tenant, "", ct).ConfigureAwait(false);
                    foreach (var period in await PeriodsAsync(db, tenant, ct).ConfigureAwait(false))
                    {
                        var since = period.Since ?? await SinceAsync(db, tenant, from, ct).ConfigureAwait(false);
                        var end = period.Until < until ? period.Until : until;
                        await db.CallUsage.Where(u => u.TenantId == tenant && u.InvoiceId == null && u.EndedAt >= since && u.EndedAt < end).ExecuteUpdateAsync(set => set.SetProperty(u => u.InvoiceId, id), ct).ConfigureAwait(false);
                    }

                    var lines = UsageLine.Of(await db.Database.SqlQueryRaw<UsageRow>(SelectLines + "tenant_id = {0} AND invoice_id = {1}" + GroupLines, tenant, id).ToListAsync(ct).ConfigureAwait(false), zone);
                    var outside = lines.Where(line => line.Direction == CallDirection.Outbound).Sum(line => line.TalkMilliseconds);
                    var usage = checked((outside + MinuteMilliseconds - 1) / MinuteMilliseconds * plan.Minute);
                    var invoice = new Invoice
                    {
                        Id = id, TenantId = tenant, From = from, Until = until, IssuedAt = now, Plan = plan.Name, Currency = _options.Value.Currency, Seats = seats, Fee = plan.Fee,
                        OutboundMilliseconds = outside, UsageAmount = usage, Total = checked(plan.Fee + usage), Lines = lines,
                    };
                    db.Add(invoice);
                    db.Add(AuditLog.Signed(new AuditRow { TenantId = tenant, At = now, Actor = by, Action = "subscription.invoice", Target = id, Detail = FormattableString.Invariant($"{invoice.Total} {invoice.Currency}") }, _keys));
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return invoice;
                },
                ct).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<PlanPeriod>> PeriodsAsync(RtcDbContext db, string tenant, CancellationToken ct) =>
        await db.Tenants.SingleOrDefaultAsync(t => t.Id == tenant, ct).ConfigureAwait(false) is { } row ? Periods(row.Settings) : [];

    // Whoever has had a plan since before that was kept owes from the first month that was invoiced, or else from this one.
    private static async Task<DateTimeOffset> SinceAsync(RtcDbContext db, string tenant, DateTimeOffset from, CancellationToken ct) =>
        (await db.Invoices.Where(i => i.TenantId == tenant && i.From < from).OrderBy(i => i.From).FirstOrDefaultAsync(ct).ConfigureAwait(false))?.From ?? from;

    /// <summary>Lists a tenant's invoices, the latest first.</summary>
    public async Task<IReadOnlyList<Invoice>> InvoicesAsync(string tenant, CancellationToken ct = default)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.Invoices.Where(i => i.TenantId == tenant).OrderByDescending(i => i.From).Take(MostListed).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps a receipt and the line about it; false when it is there already, and then there is no further line.</summary>
    public async Task<bool> AddAsync(PaymentReceipt receipt, AuditRow line, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        var (paid, received) = (receipt.PaidAt.ToUnixTimeMilliseconds(), receipt.ReceivedAt.ToUnixTimeMilliseconds());
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    if (await db.Database.ExecuteSqlAsync(
                        $"""
                        INSERT INTO payment_receipts (id, tenant_id, paid_at, received_at, amount, currency, invoice_id)
                        VALUES ({receipt.Id}, {receipt.TenantId}, {paid}, {received}, {receipt.Amount}, {receipt.Currency}, {receipt.InvoiceId}) ON CONFLICT (id) DO NOTHING
                        """,
                        ct).ConfigureAwait(false) == 0)
                    {
                        return false;
                    }

                    db.Add(AuditLog.Signed(line, _keys));
                    await db.SaveChangesAsync(ct).ConfigureAwait(false);
                    return true;
                },
                ct).ConfigureAwait(false);
        }
    }

    /// <summary>Lists a tenant's receipts, the latest first.</summary>
    public async Task<IReadOnlyList<PaymentReceipt>> ReceiptsAsync(string tenant, CancellationToken ct = default)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.PaymentReceipts.Where(r => r.TenantId == tenant).OrderByDescending(r => r.ReceivedAt).ThenBy(r => r.Id).Take(MostListed).ToListAsync(ct).ConfigureAwait(false);
        }
    }

    // What an invoice is made of.
    private sealed record Due(string Tenant, string Id, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Now, TimeZoneInfo Zone, string By);
}
