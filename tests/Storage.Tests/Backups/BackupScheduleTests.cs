using System.Globalization;
using RtcCluster.Storage.Backups;

namespace RtcCluster.Storage.Tests.Backups;

/// <summary>The hours that a schedule names, in the tenant's time.</summary>
public sealed class BackupScheduleTests
{
    private static readonly TimeZoneInfo Bogota = TimeZoneInfo.FindSystemTimeZoneById("America/Bogota");
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Theory]
    [InlineData(BackupPace.Daily, "2026-11-24T07:59:59Z", "2026-11-24T08:00:00Z")]
    [InlineData(BackupPace.Daily, "2026-11-24T08:00:00Z", "2026-11-25T08:00:00Z")]
    [InlineData(BackupPace.Weekly, "2026-11-24T08:00:00Z", "2026-11-30T08:00:00Z")]
    [InlineData(BackupPace.Weekly, "2026-11-30T08:00:00Z", "2026-12-07T08:00:00Z")]
    public void Next_IsTheHourInTheTenantsTime(BackupPace every, string now, string next) =>
        Assert.Equal(At(next), new BackupSchedule { Every = every, Hour = 3, Weekday = DayOfWeek.Monday }.Next(At(now), Bogota));

    [Fact]
    public void Next_OfNoSchedule_IsNone() => Assert.Null(new BackupSchedule().Next(At("2026-11-24T08:00:00Z"), Bogota));

    [Fact]
    public void OnTheDayWhoseClocksSkipTheHour_TheNextOneCounts() =>
        Assert.Equal(At("2026-03-08T07:00:00Z"), new BackupSchedule { Every = BackupPace.Daily, Hour = 2 }.Next(At("2026-03-08T00:00:00Z"), NewYork));

    [Theory]
    [InlineData("2026-11-23T00:00:00Z", null, "2026-11-24T08:00:00Z", true)]
    [InlineData("2026-11-23T00:00:00Z", "2026-11-23T08:00:01Z", "2026-11-24T07:59:59Z", false)]
    [InlineData("2026-11-23T00:00:00Z", "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z", false)]
    [InlineData("2026-11-23T00:00:00Z", "2026-11-24T07:59:59Z", "2026-11-24T09:00:00Z", true)]
    [InlineData("2026-11-24T08:30:00Z", null, "2026-11-24T09:00:00Z", false)]
    public void IsDue_WhenTheLastOneBeganBeforeTheHour_ThatCameSinceTheScheduleIsSo(string since, string? last, string now, bool isDue) =>
        Assert.Equal(isDue, new BackupSchedule { Every = BackupPace.Daily, Hour = 3, Since = At(since) }.IsDue(last is null ? null : At(last), At(now), Bogota));

    [Fact]
    public void ReadsWhatItWrote()
    {
        var schedule = new BackupSchedule { Every = BackupPace.Weekly, Hour = 23, Weekday = DayOfWeek.Friday, Keep = 7, Since = At("2026-11-24T08:00:00Z") };
        Assert.Equal(schedule, BackupSchedule.Read(schedule.Write()));
        Assert.Equal(BackupPace.Never, BackupSchedule.Read(null).Every);
    }

    [Theory]
    [InlineData(24, 1, "hour: 24; it must be 0 to 23.")]
    [InlineData(-1, 1, "hour: -1; it must be 0 to 23.")]
    [InlineData(0, 0, "keep: 0 backups; it must be 1 to 10000.")]
    [InlineData(0, 10_001, "keep: 10001 backups; it must be 1 to 10000.")]
    [InlineData(23, 10_000, null)]
    public void NonsenseIsRefused(int hour, int keep, string? problem) => Assert.Equal(problem, new BackupSchedule { Hour = hour, Keep = keep }.Check());

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
