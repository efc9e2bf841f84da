using RtcCluster.Contracts.Users;

namespace RtcCluster.Contracts.Backups;

/// <summary>A tenant's backups: when they are made, one at a time in the whole cluster. Key: <c>{tenant}/backups</c>.</summary>
[Alias("rtc.IBackupGrain")]
public interface IBackupGrain : IGrainWithStringKey
{
    /// <summary>From now on it backs up when the schedule says so, whatever becomes of the process that asked.</summary>
    [Alias("Watch"), ResponseTimeout("00:02:00")]
    Task Watch();

    /// <summary>A backup is made now.</summary>
    /// <param name="by">The user who asks.</param>
    [Alias("Start")]
    Task<BackupReceipt> Start(string by);

    /// <summary>All backups are read to their last byte now.</summary>
    /// <param name="by">The user who asks.</param>
    [Alias("Verify")]
    Task<BackupReceipt> Verify(string by);

    /// <summary>The schedule is so from now on.</summary>
    /// <param name="settings">The schedule.</param>
    /// <param name="version">The version that is changed; null for whatever there is.</param>
    /// <param name="by">The user who changes it.</param>
    [Alias("Configure"), ResponseTimeout("00:02:00")]
    Task<ConfigureReceipt> Configure(BackupSettings settings, int? version, string by);

    /// <summary>What it does at present.</summary>
    [Alias("Doing")]
    Task<BackupWork> Doing();

    /// <summary>The key of a tenant's.</summary>
    static string KeyOf(string tenant) => $"{tenant}/backups";
}

/// <summary>When backups are made, in the tenant's time.</summary>
/// <param name="Every">0 never, 1 daily, 2 weekly.</param>
/// <param name="Hour">The hour of the day, 0 to 23.</param>
/// <param name="Weekday">Weekly: the day, 0 for Sunday.</param>
/// <param name="Keep">How many are kept.</param>
[GenerateSerializer, Immutable, Alias("rtc.BackupSettings")]
public sealed record BackupSettings([property: Id(0)] int Every, [property: Id(1)] int Hour, [property: Id(2)] int Weekday, [property: Id(3)] int Keep);

/// <summary>What became of a wish.</summary>
/// <param name="Answer">Whether it is done.</param>
/// <param name="Problem">Why not.</param>
[GenerateSerializer, Immutable, Alias("rtc.BackupReceipt")]
public sealed record BackupReceipt([property: Id(0)] BackupAnswer Answer, [property: Id(1)] string? Problem = null);

/// <summary>Whether a wish is done.</summary>
[GenerateSerializer, Alias("rtc.BackupAnswer")]
public enum BackupAnswer
{
    /// <summary>It has begun.</summary>
    Begun,

    /// <summary>A backup or a verification is under way.</summary>
    Busy,

    /// <summary>The tenant's plan has no backups.</summary>
    NotInPlan,

    /// <summary>The cluster has no key for backups.</summary>
    NotConfigured,
}

/// <summary>What is done with a tenant's backups at present.</summary>
[GenerateSerializer, Alias("rtc.BackupWork")]
public enum BackupWork
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One is made.</summary>
    Backup,

    /// <summary>They are read.</summary>
    Verification,
}
