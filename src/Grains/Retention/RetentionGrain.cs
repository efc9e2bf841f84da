using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Retention;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Grains.Retention;

/// <summary>Sweeps a tenant once an hour. It keeps nothing: rules, holds, receipts and reports are in the database, and a sweep that dies goes on with the next.</summary>
[RandomPlacement]
internal sealed class RetentionGrain(RetentionSweeper sweeper, IDirectory directory, IDirectoryWriter writer, IAuditLog audit, TimeProvider time, ILogger<RetentionGrain> logger)
    : Grain, IRetentionGrain, IRemindable, IDisposable
{
    private const string Reminder = "sweep";
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private readonly CancellationTokenSource _stop = new();
    private Task _sweep = Task.CompletedTask;

    private string Tenant => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().IndexOf('/', StringComparison.Ordinal)];

    public Task Watch() => this.RegisterOrUpdateReminder(Reminder, Period, Period);

    public Task<bool> Sweep()
    {
        var begins = _sweep.IsCompleted;
        if (begins)
        {
            // Beside the turns: it takes as long as there is to erase.
            _sweep = Run();
        }

        return Task.FromResult(begins);
    }

    public async Task<ConfigureReceipt> Configure(RetentionSettings settings, int? version, string by)
    {
        var rules = new RetentionRules { Recordings = Rule(settings.Recordings), Voicemail = Rule(settings.Voicemail), CallLog = Rule(settings.CallLog) };
        return await Save(rules, version ?? (await Find())?.Version ?? 0, by);
    }

    public async Task<ConfigureReceipt> ConfigureOwn(string user, int? voicemailDays, int? callLogDays)
    {
        var stored = await Find();
        var rules = RetentionRules.Read(stored?.Json);
        return await Save(rules with { Voicemail = With(rules.Voicemail, user, voicemailDays), CallLog = With(rules.CallLog, user, callLogDays) }, stored?.Version ?? 0, user);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Sweep();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();

    private static RetentionRule Rule(RetentionDays days) => new() { Days = days.Days, Users = days.Users, Queues = days.Queues };

    private static RetentionRule With(RetentionRule rule, string user, int? days)
    {
        var users = rule.Users.Where(each => each.Key != user).ToDictionary(each => each.Key, each => each.Value);
        if (days is { } set)
        {
            users[user] = set;
        }

        return rule with { Users = users };
    }

    private Task<Document?> Find() => directory.FindDocumentAsync(Tenant, RetentionRules.Kind, RetentionRules.Name);

    private async Task<ConfigureReceipt> Save(RetentionRules rules, int version, string by) =>
        rules.Check() is { } problem
            ? new ConfigureReceipt(ConfigureStatus.Invalid, problem)
            : Receipts.Of(await writer.SaveDocumentAsync(
                new Document { TenantId = Tenant, Kind = RetentionRules.Kind, Name = RetentionRules.Name, Json = rules.Write(), ChangedBy = by, Version = version }));

    private async Task Run()
    {
        try
        {
            var swept = await sweeper.SweepAsync(Tenant, Erase, _stop.Token);
            if (swept.Erased + swept.Failed > 0)
            {
                await audit.AddAsync(new AuditRow
                {
                    TenantId = Tenant,
                    At = time.GetUtcNow(),
                    Actor = "retention",
                    Action = "retention.sweep",
                    Target = swept.Id.ToString(CultureInfo.InvariantCulture),
                    Detail = string.Create(CultureInfo.InvariantCulture, $"erased {swept.Erased}, held {swept.Held}, failed {swept.Failed}"),
                });
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next activation goes on.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Stores may be away: the reminder comes again.
            RetentionLog.NotSwept(logger, e);
        }
    }

    private async Task<bool> Erase(VoicemailMessage message)
    {
        try
        {
            await GrainFactory.GetGrain<IMailboxGrain>(new UserId(message.OwnerId).Key).Delete(message.Id);
            return true;
        }
        catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>What retention logs.</summary>
internal static partial class RetentionLog
{
    [LoggerMessage(2901, LogLevel.Warning, "What was kept long enough could not be erased now; it is tried again within the hour.")]
    public static partial void NotSwept(ILogger logger, Exception exception);
}
