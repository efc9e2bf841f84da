using RtcCluster.Contracts.Backups;
using RtcCluster.Storage.Backups;

namespace RtcCluster.Edge.Http.Backups;

/// <summary>Backups of the company.</summary>
/// <param name="Refused">Why none are made, for programs; null when they are.</param>
/// <param name="Refusal">The same, for people.</param>
/// <param name="Doing">What is done at present.</param>
/// <param name="Schedule">When they are made.</param>
/// <param name="Next">When the next one is; null when none is scheduled.</param>
/// <param name="Failure">Why the last one was not made; null when it was.</param>
/// <param name="Verified">What was found when all were read last; null: never.</param>
/// <param name="Fault">Why they cannot be listed; null when they can.</param>
/// <param name="Items">The backups, the newest first.</param>
internal sealed record BackupsModel(
    BackupAnswer? Refused,
    string? Refusal,
    BackupWork Doing,
    BackupScheduleModel Schedule,
    DateTimeOffset? Next,
    BackupFailureModel? Failure,
    BackupVerdictModel? Verified,
    string? Fault,
    IReadOnlyList<BackupModel> Items);

/// <summary>A backup.</summary>
/// <param name="Number">Its number.</param>
/// <param name="StartedAt">When it began: rows are as they were then.</param>
/// <param name="EndedAt">When it was whole.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Files">Files.</param>
/// <param name="Bytes">Bytes of both.</param>
/// <param name="NewBytes">Of them what it had to store.</param>
internal sealed record BackupModel(long Number, DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Rows, long Files, long Bytes, long NewBytes)
{
    public static BackupModel Of(BackupManifest made) => new(made.Number, made.StartedAt, made.EndedAt, made.Rows, made.Blobs, made.Bytes, made.NewBytes);
}

/// <summary>When backups are made, in the company's time.</summary>
/// <param name="Every">How often.</param>
/// <param name="Hour">The hour of the day, 0 to 23.</param>
/// <param name="Weekday">Weekly: the day, 0 for Sunday to 6.</param>
/// <param name="Keep">How many are kept.</param>
/// <param name="Version">Version of the schedule; 0 while there is none.</param>
internal sealed record BackupScheduleModel(BackupPace Every, int Hour, int Weekday, int Keep, int Version)
{
    public static BackupScheduleModel Of(BackupSchedule schedule, int version) => new(schedule.Every, schedule.Hour, (int)schedule.Weekday, schedule.Keep, version);
}

/// <summary>A schedule as it shall be.</summary>
/// <param name="Every">How often.</param>
/// <param name="Hour">The hour of the day, 0 to 23.</param>
/// <param name="Weekday">Weekly: the day, 0 for Sunday to 6.</param>
/// <param name="Keep">How many are kept, 1 to 10,000; a backup that the schedule makes drops older ones, but for those that the operator holds.</param>
internal sealed record BackupScheduleChange(BackupPace Every, int Hour = 3, int Weekday = 0, int Keep = 30)
{
    public BackupSettings ToSettings() => new((int)Every, Hour, Weekday, Keep);
}

/// <summary>That a backup was not made.</summary>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
internal sealed record BackupFailureModel(DateTimeOffset At, string Reason);

/// <summary>What a look at all backups found.</summary>
/// <param name="At">When.</param>
/// <param name="Backups">How many there were.</param>
/// <param name="Bytes">Bytes that were read.</param>
/// <param name="Erased">Files whose key is gone because they were erased.</param>
/// <param name="Fault">What is wrong; null when nothing is.</param>
internal sealed record BackupVerdictModel(DateTimeOffset At, int Backups, long Bytes, long Erased, string? Fault);
