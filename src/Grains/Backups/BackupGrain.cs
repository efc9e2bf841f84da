using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Placement;
using RtcCluster.Contracts.Backups;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;

namespace RtcCluster.Grains.Backups;

/// <summary>Backs a tenant up when its schedule says so. It keeps nothing: the schedule is in the directory, and what was made is in the store of backups; a backup that dies is made by the next reminder.</summary>
[RandomPlacement]
internal sealed class BackupGrain(
    TenantBackups backups, BackupEntitlement entitlement, IDirectory directory, IDirectoryWriter writer, IAuditLog audit, TimeProvider time, ILogger<BackupGrain> logger)
    : Grain, IBackupGrain, IRemindable, IDisposable
{
    private const string Reminder = "backup";
    private const string Itself = "backup";

    // A backup that failed is tried again after this, until its hour's successor comes.
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);
    private static readonly TimeSpan Alive = TimeSpan.FromMinutes(1);
    private readonly CancellationTokenSource _stop = new();
    private BackupWork _doing;

    private string Tenant => this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().IndexOf('/', StringComparison.Ordinal)];

    public Task<BackupWork> Doing() => Task.FromResult(_doing);

    public async Task Watch()
    {
        var now = time.GetUtcNow();
        var (schedule, _) = await Schedule();
        if (backups.IsConfigured && schedule.Next(now, await Zone()) is { } next)
        {
            // An hour that was missed is made up for with the first reminder.
            await this.RegisterOrUpdateReminder(Reminder, await IsDue(schedule) ? TimeSpan.Zero : next - now, Again);
        }
        else if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    public Task<BackupReceipt> Start(string by) => Begin(BackupWork.Backup, by);

    public Task<BackupReceipt> Verify(string by) => Begin(BackupWork.Verification, by);

    public async Task<ConfigureReceipt> Configure(BackupSettings settings, int? version, string by)
    {
        var schedule = new BackupSchedule { Every = (BackupPace)settings.Every, Hour = settings.Hour, Weekday = (DayOfWeek)settings.Weekday, Keep = settings.Keep, Since = time.GetUtcNow() };
        if (schedule.Check() is { } problem)
        {
            return new ConfigureReceipt(ConfigureStatus.Invalid, problem);
        }

        var saved = Receipts.Of(await Save(BackupSchedule.Name, schedule.Write(), version ?? (await Schedule()).Version, by));
        await Watch();
        return saved;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (_doing == BackupWork.None && backups.IsConfigured && await IsDue((await Schedule()).Schedule))
        {
            await Begin(BackupWork.Backup, null);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _stop.CancelAsync();

    public void Dispose() => _stop.Dispose();

    private static bool IsAway(Exception e) => e is DbException or IOException or TimeoutException or BlobStoreAwayException or UnauthorizedAccessException || e.InnerException is DbException;

    /// <param name="work">What.</param>
    /// <param name="by">The user who asks; null: the schedule does.</param>
    private async Task<BackupReceipt> Begin(BackupWork work, string? by)
    {
        if (!backups.IsConfigured)
        {
            return new BackupReceipt(BackupAnswer.NotConfigured, "The cluster has no key for backups.");
        }

        if (await entitlement.RefusalAsync(Tenant) is { } refusal)
        {
            return new BackupReceipt(BackupAnswer.NotInPlan, refusal);
        }

        if (_doing != BackupWork.None)
        {
            return new BackupReceipt(BackupAnswer.Busy, "A backup or a verification is under way.");
        }

        _doing = work;
        // Beside the turns: it takes as long as there is to read. The timer keeps the activation meanwhile, which nobody may call for hours.
        var alive = this.RegisterGrainTimer(() => Task.CompletedTask, new GrainTimerCreationOptions(Alive, Alive) { KeepAlive = true, Interleave = true });
        _ = Run(work, by, alive);
        return new BackupReceipt(BackupAnswer.Begun);
    }

    private async Task Run(BackupWork work, string? by, IGrainTimer alive)
    {
        using (alive)
        {
            try
            {
                await (work == BackupWork.Verification ? Read(by) : by is null ? MakeOnSchedule() : MakeNow(by));
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // The next reminder begins again, on another silo.
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                BackupLog.NotDone(logger, e);
                await Fail(e is BackupRefusedException ? e.Message : "A store does not answer.", by);
            }
            finally
            {
                _doing = BackupWork.None;
            }
        }
    }

    // Drops none: whoever asks for one, however often, loses nothing.
    private async Task MakeNow(string by) => await Made(by, await backups.BackupAsync(Tenant, ct: _stop.Token));

    private async Task MakeOnSchedule()
    {
        var (schedule, _) = await Schedule();
        // The chain is read here, beside the turns: it may be long, and the operator's command makes backups that the status does not tell of.
        if (await backups.ListAsync(Tenant, _stop.Token) is [.., var last] && !schedule.IsDue(last.StartedAt, time.GetUtcNow(), await Zone()))
        {
            var (status, version) = await Status();
            await Save(BackupStatus.Name, (status with { NewestAt = last.StartedAt }).Write(), version, null);
            return;
        }

        await Made(null, await backups.BackupOnScheduleAsync(Tenant, schedule.Keep, _stop.Token));
    }

    private async Task Made(string? by, BackupManifest made)
    {
        await Audit("backup.make", made.Number, by, string.Create(CultureInfo.InvariantCulture, $"{made.Rows} rows, {made.Blobs} files, {made.NewBytes} bytes new"));
        var (status, version) = await Status();
        await Save(BackupStatus.Name, (status with { NewestAt = made.StartedAt, Failure = null }).Write(), version, by);
    }

    private async Task Read(string? by)
    {
        var verdict = await backups.VerifyAsync(Tenant, _stop.Token);
        var (status, version) = await Status();
        await Save(BackupStatus.Name, (status with { VerifiedAt = time.GetUtcNow(), Verdict = verdict }).Write(), version, by);
        await Audit("backup.verify", verdict.Backups, by, verdict.Fault ?? string.Create(CultureInfo.InvariantCulture, $"{verdict.Backups} backups, {verdict.Chunks} chunks, {verdict.Bytes} bytes"));
    }

    private async Task Fail(string reason, string? by)
    {
        try
        {
            var (status, version) = await Status();
            if (status.Failure?.Reason != reason)
            {
                // Not once an hour for as long as it stays so: documents keep every version.
                await Save(BackupStatus.Name, (status with { Failure = new BackupFailure(time.GetUtcNow(), reason) }).Write(), version, by);
                await Audit("backup.fail", 0, by, reason);
            }
        }
        catch (Exception e) when (IsAway(e))
        {
            BackupLog.NotDone(logger, e);
        }
    }

    // As far as the status tells: whoever calls waits seconds, which a long chain takes.
    private async Task<bool> IsDue(BackupSchedule schedule)
    {
        if (schedule.Every == BackupPace.Never || await entitlement.RefusalAsync(Tenant) is not null)
        {
            return false;
        }

        try
        {
            return schedule.IsDue((await Status()).Status.NewestAt, time.GetUtcNow(), await Zone());
        }
        catch (Exception e) when (IsAway(e))
        {
            BackupLog.NotLooked(logger, e);
            return false;
        }
    }

    private async Task<TimeZoneInfo> Zone() =>
        TimeZoneInfo.TryFindSystemTimeZoneById((await directory.FindTenantAsync(Tenant))?.Settings.TimeZone ?? "", out var zone) ? zone : TimeZoneInfo.Utc;

    private async Task<(BackupSchedule Schedule, int Version)> Schedule()
    {
        var document = await directory.FindDocumentAsync(Tenant, BackupSchedule.Kind, BackupSchedule.Name);
        return (BackupSchedule.Read(document?.Json), document?.Version ?? 0);
    }

    private async Task<(BackupStatus Status, int Version)> Status()
    {
        var document = await directory.FindDocumentAsync(Tenant, BackupSchedule.Kind, BackupStatus.Name);
        return (BackupStatus.Read(document?.Json), document?.Version ?? 0);
    }

    private Task<SaveResult> Save(string name, string json, int version, string? by) =>
        writer.SaveDocumentAsync(new Document { TenantId = Tenant, Kind = BackupSchedule.Kind, Name = name, Json = json, ChangedBy = by ?? "", Version = version });

    private Task Audit(string action, long target, string? by, string detail) => audit.AddAsync(new AuditRow
    {
        TenantId = Tenant,
        At = time.GetUtcNow(),
        Actor = by is null ? Itself : $"{Tenant}/{by}",
        Action = action,
        Target = target.ToString(CultureInfo.InvariantCulture),
        Detail = detail,
    });
}

/// <summary>What backups log.</summary>
internal static partial class BackupLog
{
    [LoggerMessage(2911, LogLevel.Warning, "A backup could not be made or read now; one that the schedule names is tried again within the hour.")]
    public static partial void NotDone(ILogger logger, Exception exception);

    [LoggerMessage(2912, LogLevel.Warning, "Whether a backup is due could not be told now; it is looked again within the hour.")]
    public static partial void NotLooked(ILogger logger, Exception exception);
}
