using System.Globalization;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

public sealed class OpeningTimesTests
{
    private static readonly OpenTime[] Weekdays = [.. Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).Select(day => Open(day, "08:00", "18:00"))];

    [Theory]
    [InlineData("2026-11-24T12:59:59Z", "Closed")]
    [InlineData("2026-11-24T13:00:00Z", "Open")]
    [InlineData("2026-11-24T22:59:59Z", "Open")]
    [InlineData("2026-11-24T23:00:00Z", "Closed")]
    [InlineData("2026-11-28T15:00:00Z", "Closed")]
    [InlineData("2026-12-08T15:00:00Z", "Holiday")]
    [InlineData("2026-12-08T04:59:59Z", "Closed")]
    [InlineData("2026-12-08T05:00:00Z", "Holiday")]
    [InlineData("2026-12-24T15:00:00Z", "Open")]
    [InlineData("2026-12-24T17:00:00Z", "Holiday")]
    [InlineData("2026-12-24T12:30:00Z", "Holiday")]
    public void Bogota_IsFiveHoursBehindAllYear(string at, string expected)
    {
        var hours = new QueueHours
        {
            Zone = ZoneData.Of(TimeZoneInfo.FindSystemTimeZoneById("America/Bogota"), At("2026-11-01T00:00:00Z"), 400),
            Weekly = [.. Weekdays],
            Holidays = [new Holiday(new DateOnly(2026, 12, 8)), new Holiday(new DateOnly(2026, 12, 24), new TimeOnly(8, 0), new TimeOnly(12, 0))],
        };

        Assert.Single(hours.Zone);
        Assert.Equal(expected, OpeningTimes.Refusal(hours, At(at))?.ToString() ?? "Open");
    }

    [Theory]
    [InlineData("2026-03-27T06:59:59Z", "Closed")]
    [InlineData("2026-03-27T07:00:00Z", "Open")]
    [InlineData("2026-03-30T05:59:59Z", "Closed")]
    [InlineData("2026-03-30T06:00:00Z", "Open")]
    [InlineData("2026-10-23T06:00:00Z", "Open")]
    [InlineData("2026-10-26T06:30:00Z", "Closed")]
    [InlineData("2026-10-26T07:00:00Z", "Open")]
    public void Madrid_OpensAtTheSameLocalTime_BeforeAndAfterTheClocksChange(string at, string expected)
    {
        var hours = new QueueHours { Zone = Madrid, Weekly = [.. Weekdays] };

        Assert.Equal(expected, OpeningTimes.Refusal(hours, At(at))?.ToString() ?? "Open");
    }

    [Fact]
    public void TheOffsetsOfAZone_AreTakenToTheMinute()
    {
        Assert.Equal(
            [("2026-03-29T01:00", 120), ("2026-10-25T01:00", 60)],
            Madrid.Skip(1).Take(2).Select(change => (change.From.UtcDateTime.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture), change.OffsetMinutes)));
    }

    [Theory]
    // 02:30 does not exist on the night of the change: it opens when the clocks jump.
    [InlineData("2026-03-28T23:00:00Z", "2026-03-29T01:00:00Z")]
    // 02:30 comes twice: the first counts.
    [InlineData("2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("2026-07-04T22:00:00Z", "2026-07-05T00:30:00Z")]
    public void NextChange_InTheNightOfTheClocks(string now, string expected)
    {
        var hours = new QueueHours { Zone = Madrid, Weekly = [Open(DayOfWeek.Sunday, "02:30", "10:00")] };

        Assert.Equal(At(expected), OpeningTimes.NextChange(hours, At(now)));
    }

    [Fact]
    public void AShiftOverMidnight_BelongsToTheDayThatItBeginsOn()
    {
        var hours = new QueueHours { Weekly = [Open(DayOfWeek.Friday, "22:00", "06:00")], Holidays = [new Holiday(new DateOnly(2026, 11, 14))] };

        Assert.Null(OpeningTimes.Refusal(hours, At("2026-11-20T23:00:00Z")));
        Assert.Null(OpeningTimes.Refusal(hours, At("2026-11-21T05:59:59Z")));
        Assert.Equal(QueueJoinStatus.Closed, OpeningTimes.Refusal(hours, At("2026-11-21T06:00:00Z")));
        Assert.Equal(QueueJoinStatus.Closed, OpeningTimes.Refusal(hours, At("2026-11-20T05:00:00Z")));
        Assert.Equal(QueueJoinStatus.Holiday, OpeningTimes.Refusal(hours, At("2026-11-14T03:00:00Z")));
    }

    [Fact]
    public void NextChange_OfAQueueThatIsAlwaysOpen_IsTheNextHolidayOrNone()
    {
        var hours = new QueueHours { Holidays = [new Holiday(new DateOnly(2026, 11, 14))] };

        Assert.Equal(At("2026-11-14T00:00:00Z"), OpeningTimes.NextChange(hours, At("2026-11-10T12:00:00Z")));
        Assert.Null(OpeningTimes.NextChange(hours, At("2026-11-20T12:00:00Z")));
    }

    private static System.Collections.Immutable.ImmutableArray<ZoneChange> Madrid { get; } =
        ZoneData.Of(TimeZoneInfo.FindSystemTimeZoneById("Europe/Madrid"), At("2026-01-02T00:00:00Z"), 400);

    private static OpenTime Open(DayOfWeek day, string from, string to) =>
        new(day, TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture));

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
