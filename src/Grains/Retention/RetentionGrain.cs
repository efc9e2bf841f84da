using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Retention;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Departures;
using RtcCluster.Grains.Rights;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Grains.Retention;

/// <summary>Sweeps a tenant once an hour. It keeps nothing: rules, holds, receipts and reports are in the database, and a sweep that dies goes on with the next.</summary>
[RandomPlacement]
internal sealed class RetentionGrain(
    RetentionSweeper sweeper, IDepartures departures, IRightsRequests requests, IDirectory directory, IDirectoryWriter writer, IAuditLog audit, TimeProvider time, ILogger<RetentionGrain> logger)
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
        var rules = new RetentionRules
        {
            Recordings = Rule(settings.Recordings),
            Voicemail = Rule(settings.Voicemail),
            CallLog = Rule(settings.CallLog),
            Chat = settings.Chat is { } chat ? Rule(chat) : new(),
            Fax = settings.Fax is { } fax ? Rule(fax) : new(),
        };
        RetentionRule[] all = [rules.Recordings, rules.Voicemail, rules.CallLog, rules.Chat, rules.Fax];
        return all.SelectMany(static rule => rule.Users.Keys.Select(Departure.NameOf).Concat(rule.Queues.Keys)).FirstOrDefault(static name => !GrainKey.IsPlainName(name)) is { } wrong
            ? new ConfigureReceipt(ConfigureStatus.Invalid, $"'{wrong}' is no name of a user or a queue.")
            : await Save(rules, version ?? (await Find())?.Version ?? 0, by);
    }

    public async Task<ConfigureReceipt> ConfigureOwn(string user, int? voicemailDays, int? callLogDays)
    {
        var stored = await Find();
        var rules = RetentionRules.Read(stored?.Json);
        return await Save(rules with { Voicemail = With(rules.Voicemail, user, voicemailDays), CallLog = With(rules.CallLog, user, callLogDays) }, stored?.Version ?? 0, user);
    }

    public async Task<ConfigureReceipt> KeepOwn(string user, OwnRetention days)
    {
        var stored = await Find();
        var rules = RetentionRules.Read(stored?.Json);
        return await Save(
            rules with { Voicemail = With(rules.Voicemail, user, days.Voicemail), CallLog = With(rules.CallLog, user, days.CallLog), Fax = With(rules.Fax, user, days.Fax) }, stored?.Version ?? 0, user);
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
        await Grant();
        await Depart();
        try
        {
            var swept = await sweeper.SweepAsync(Tenant, Erase, Erase, _stop.Token);
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

    // What was granted and is not done yet: the process that began died, or something refused. Before departures, so that a deletion goes on in the same sweep.
    private Task Grant() => Each(
        requests.ListGrantingAsync(Tenant, _stop.Token), granted => GrainFactory.GetGrain<IRightsGrain>($"{Tenant}/{granted.Id}").Run(), failure => RightsLog.NotDone(logger, failure));

    // Whoever was deleted and is not gone yet: the process that began died, something could not be erased, or a case that held it has been released.
    private Task Depart() => Each(
        departures.ListOpenAsync(Tenant, _stop.Token), departure => GrainFactory.GetGrain<IDepartureGrain>(departure.UserId).Run(), failure => DepartureLog.NotErased(logger, failure));

    // One that fails stops none of the others.
    private async Task Each<T>(Task<IReadOnlyList<T>> listed, Func<T, Task> act, Action<Exception> failed)
    {
        try
        {
            foreach (var one in await listed)
            {
                try
                {
                    await act(one);
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    failed(e);
                }

                _stop.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next activation goes on.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failed(e);
        }
    }

    private Task<bool> Erase(VoicemailMessage message) => Erase(
        () => message.DeletedAt is null ? GrainFactory.GetGrain<IMailboxGrain>(message.OwnerId).Delete(message.Id) : GrainFactory.GetGrain<IMailboxGrain>(message.OwnerId).Expire(message.Id));

    private Task<bool> Erase(FaxMessage fax) => Erase(() => GrainFactory.GetGrain<IFaxBoxGrain>(fax.OwnerId).Expire(fax.Id));

    private static async Task<bool> Erase(Func<Task> erase)
    {
        try
        {
            await erase();
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
