using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Administration;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Subscriptions;

namespace RtcCluster.Silo.Administration;

/// <summary><c>subscription</c>: what the operator of the platform sets for a company. It may run beside the servers, which know it within ten seconds.</summary>
public sealed class SubscriptionCommand : IOperatorCommand
{
    private const string Usage = """
        subscription show TENANT                          plan, seats, suspension, what is owed and paid
        subscription plan TENANT PLAN                     the company has this plan; - for none
        subscription invoice TENANT YYYY-MM               makes the invoice of a month that is over, once
        subscription suspend TENANT REASON                suspends it after the notice of Subscription:NoticeHours
        subscription suspend-now TENANT REASON            suspends it at once
        subscription resume TENANT                        takes either back
        Settings follow as for the server, such as --Data:Path data.
        Exit code: 0 done, 1 refused, 64 misused, 69 a store does not answer.
        """;

    private const int Done = 0;
    private const int Refused = 1;
    private const int Unavailable = 69;

    private readonly string _verb;
    private readonly string _tenant;
    private readonly string _argument;

    private SubscriptionCommand(string verb, string tenant, string argument, IReadOnlyList<string> settings) => (_verb, _tenant, _argument, Settings) = (verb, tenant, argument, settings);

    /// <summary>What of the command line is for the configuration.</summary>
    public IReadOnlyList<string> Settings { get; }

    /// <summary>Whether the command line is for this command and not for the server.</summary>
    public static bool IsAsked(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return args is ["subscription", ..];
    }

    /// <summary>Reads the command line; null, with the usage written, when it is wrong.</summary>
    /// <param name="args">The command line, beginning with <c>subscription</c>.</param>
    /// <param name="errors">Where the usage goes.</param>
    public static SubscriptionCommand? Read(string[] args, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(errors);
        var command = args switch
        {
            ["subscription", "show" or "resume", var tenant, .. var rest] when Are(rest) => new SubscriptionCommand(args[1], tenant, "", rest),
            ["subscription", "plan", var tenant, var plan, .. var rest] when Are(rest) => new SubscriptionCommand("plan", tenant, plan == "-" ? "" : plan, rest),
            ["subscription", "suspend" or "suspend-now", var tenant, { Length: > 0 and <= Suspension.LongestReason } reason, .. var rest] when Are(rest) => new SubscriptionCommand(args[1], tenant, reason, rest),
            ["subscription", "invoice", var tenant, var month, .. var rest] when Are(rest) && IsMonth(month, out _) => new SubscriptionCommand("invoice", tenant, month, rest),
            _ => null,
        };
        if (command is null)
        {
            errors.WriteLine(Usage);
        }

        return command;

        static bool Are(string[] settings) => settings is not [var first, ..] || first.StartsWith("--", StringComparison.Ordinal);
    }

    /// <summary>Does it; returns the exit code.</summary>
    /// <param name="services">Stores; nothing of them needs to run.</param>
    /// <param name="output">What was done.</param>
    /// <param name="errors">Why something was not done.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<int> RunAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);
        try
        {
            if (await services.GetRequiredService<IDirectory>().FindTenantAsync(_tenant, ct) is not { } tenant)
            {
                await errors.WriteLineAsync($"There is no company {_tenant}.");
                return Refused;
            }

            return _verb switch
            {
                "show" => await ShowAsync(services, tenant, output, ct),
                "invoice" => await InvoiceAsync(services, output, errors, ct),
                _ => await SetAsync(services, tenant, output, errors, ct),
            };
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException || e.InnerException is DbException)
        {
            await errors.WriteLineAsync($"A store does not answer: {e.Message}");
            return Unavailable;
        }
    }

    private async Task<int> ShowAsync(IServiceProvider services, Tenant tenant, TextWriter output, CancellationToken ct)
    {
        var billing = services.GetRequiredService<Billing>();
        var seats = await services.GetRequiredService<Entitlements>().SeatsAsync(_tenant, ct);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{_tenant}: plan {(tenant.Settings.Plan.Length > 0 ? tenant.Settings.Plan : "none")}, {seats} seats taken{Describe(tenant.Settings.Suspension)}"));
        foreach (var invoice in await billing.InvoicesAsync(_tenant, ct))
        {
            await output.WriteLineAsync(Describe(invoice));
        }

        foreach (var receipt in await billing.ReceiptsAsync(_tenant, ct))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"paid {receipt.Amount} {receipt.Currency} at {receipt.PaidAt:O} by {receipt.Id}"));
        }

        return Done;
    }

    private async Task<int> InvoiceAsync(IServiceProvider services, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        IsMonth(_argument, out var month);
        if (await services.GetRequiredService<Billing>().InvoiceAsync(_tenant, month.Year, month.Month, ct) is not { } invoice)
        {
            await errors.WriteLineAsync("The month is not over, or the company has no plan that is sold, or had none then.");
            return Refused;
        }

        await output.WriteLineAsync(Describe(invoice));
        return Done;
    }

    private async Task<int> SetAsync(IServiceProvider services, Tenant tenant, TextWriter output, TextWriter errors, CancellationToken ct)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var notice = TimeSpan.FromHours(services.GetRequiredService<IOptions<SubscriptionOptions>>().Value.NoticeHours);
        if (_verb == "plan" && _argument.Length > 0 && services.GetRequiredService<Entitlements>() is { AreSold: true } sold && sold.Find(_argument) is null)
        {
            await errors.WriteLineAsync($"Subscription:Plans has no plan {_argument}.");
            return Refused;
        }

        var settings = _verb switch
        {
            "plan" => tenant.Settings.Having(_argument, now),
            "suspend" => tenant.Settings with { Suspension = new Suspension { ToldAt = now, From = now + notice, Reason = _argument } },
            "suspend-now" => tenant.Settings with { Suspension = new Suspension { ToldAt = now, From = now, Reason = _argument } },
            _ => tenant.Settings with { Suspension = null },
        };
        await services.GetRequiredService<IAuditLog>().AddAsync(
            new AuditRow { TenantId = _tenant, At = now, Actor = "operator", Action = $"subscription.{_verb}", Target = _tenant, Detail = _argument }, ct);
        var saved = await services.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = settings }, ct);
        if (!saved.IsSaved)
        {
            await errors.WriteLineAsync(saved.Reason ?? saved.Status.ToString());
            return Refused;
        }

        await output.WriteLineAsync($"{_tenant}: plan {(settings.Plan.Length > 0 ? settings.Plan : "none")}{Describe(settings.Suspension)}");
        return Done;
    }

    private static string Describe(Suspension? suspension) => suspension is null ? "" : string.Create(CultureInfo.InvariantCulture, $", suspended from {suspension.From:O}: {suspension.Reason}");

    private static string Describe(Invoice invoice) => string.Create(
        CultureInfo.InvariantCulture, $"invoice {invoice.Id}: {invoice.Plan}, fee {invoice.Fee}, {invoice.OutboundMilliseconds} ms outside {invoice.UsageAmount}, total {invoice.Total} {invoice.Currency}");

    private static bool IsMonth(string text, out DateOnly month) => DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out month);
}
