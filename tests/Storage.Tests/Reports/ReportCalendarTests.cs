using RtcCluster.Storage.Reports;

namespace RtcCluster.Storage.Tests.Reports;

/// <summary>Intervals of a day in zones whose clocks are changed in every way that there is.</summary>
public sealed class ReportCalendarTests
{
    [Theory]
    [InlineData("America/Bogota", "2026-03-08", 96, 48, 24)]
    [InlineData("America/New_York", "2026-03-08", 92, 46, 23)]
    [InlineData("America/New_York", "2026-11-01", 100, 50, 25)]
    [InlineData("Europe/Madrid", "2026-03-29", 92, 46, 23)]
    [InlineData("Europe/Madrid", "2026-10-25", 100, 50, 25)]

    // Half an hour is skipped or comes twice: of whole hours one is half as long.
    [InlineData("Australia/Lord_Howe", "2026-10-04", 94, 47, 24)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", 98, 49, 25)]

    // 05:45 from UTC: hours begin where the clocks of the zone show one.
    [InlineData("Asia/Kathmandu", "2026-03-29", 96, 48, 24)]

    // Midnight is skipped, and in the other direction comes twice.
    [InlineData("Africa/Cairo", "2026-04-24", 92, 46, 23)]
    [InlineData("Asia/Beirut", "2026-03-29", 92, 46, 23)]
    [InlineData("America/Havana", "2026-11-01", 100, 50, 25)]
    public void ADay_HasAsManyIntervalsAsItsClocksShow(string zone, string day, int quarters, int halves, int hours)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var days = new ReportCalendar(info, ReportInterval.Day);
        var noon = DateTime.Parse(day, System.Globalization.CultureInfo.InvariantCulture).AddHours(12);
        var start = days.StartOf(new DateTimeOffset(noon, info.GetUtcOffset(noon)));
        var end = days.EndOf(start);

        Assert.Equal(start, days.StartOf(end.AddTicks(-1)));
        Assert.Equal(end, days.StartOf(end));
        Assert.Equal((quarters, halves, hours), (Count(ReportInterval.QuarterHour), Count(ReportInterval.HalfHour), Count(ReportInterval.Hour)));

        int Count(ReportInterval interval)
        {
            var calendar = new ReportCalendar(info, interval);
            var count = 0;
            for (var at = start; at < end; count++)
            {
                Assert.Equal(at, calendar.StartOf(at));
                var next = calendar.EndOf(at);
                Assert.True(next > at, $"{at} ends at {next}.");
                Assert.Equal(at, calendar.StartOf(at + ((next - at) / 2)));
                Assert.Equal(at, calendar.StartOf(next.AddTicks(-1)));
                at = next;
            }

            return count;
        }
    }

    [Fact]
    public void AnHour_BeginsWhereTheZonesClocksShowOne()
    {
        var kathmandu = new ReportCalendar(TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu"), ReportInterval.Hour);

        Assert.Equal("2026-11-24T15:00:00+05:45", kathmandu.StartOf(new DateTimeOffset(2026, 11, 24, 9, 20, 0, TimeSpan.Zero)).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture));
    }
}
