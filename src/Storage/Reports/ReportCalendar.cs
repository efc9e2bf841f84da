namespace RtcCluster.Storage.Reports;

/// <summary>
/// The intervals of a time zone, one after the other without gap or overlap. They begin where the zone's clocks show a full interval, and where the clocks are
/// changed: a day on which they are has 92 or 100 quarter hours and never one that is counted twice.
/// </summary>
public sealed class ReportCalendar(TimeZoneInfo zone, ReportInterval interval)
{
    private static readonly TimeSpan LongestDay = TimeSpan.FromHours(30);

    /// <summary>The zone.</summary>
    public TimeZoneInfo Zone => zone;

    /// <summary>The interval's beginning that a moment lies in.</summary>
    public DateTimeOffset StartOf(DateTimeOffset at)
    {
        if (interval == ReportInterval.Day)
        {
            return StartOfDay(TimeZoneInfo.ConvertTime(at, zone).Date);
        }

        var floor = Floor(at);
        return zone.GetUtcOffset(floor) == zone.GetUtcOffset(at) ? Local(floor) : Local(ChangeBetween(floor, at));
    }

    /// <summary>The end of the interval that begins at a moment; the next one begins there.</summary>
    public DateTimeOffset EndOf(DateTimeOffset start)
    {
        if (interval == ReportInterval.Day)
        {
            return StartOfDay(TimeZoneInfo.ConvertTime(start, zone).Date.AddDays(1));
        }

        var end = Floor(start) + Length;
        return zone.GetUtcOffset(end - TimeSpan.FromTicks(1)) == zone.GetUtcOffset(start) ? Local(end) : Local(ChangeBetween(start, end));
    }

    private TimeSpan Length => interval switch
    {
        ReportInterval.QuarterHour => TimeSpan.FromMinutes(15),
        ReportInterval.HalfHour => TimeSpan.FromMinutes(30),
        _ => TimeSpan.FromHours(1),
    };

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone);

    private DateTimeOffset Floor(DateTimeOffset at)
    {
        var offset = zone.GetUtcOffset(at);
        var clock = at.UtcTicks + offset.Ticks;
        return new DateTimeOffset(clock - (clock % Length.Ticks) - offset.Ticks, TimeSpan.Zero);
    }

    // Where midnight is skipped the day begins with the first moment that there is; where it comes twice, with the first of the two.
    private DateTimeOffset StartOfDay(DateTime date)
    {
        var clock = DateTime.SpecifyKind(date, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(clock))
        {
            var near = new DateTimeOffset(clock, TimeSpan.Zero);
            return Local(ChangeBetween(near - LongestDay, near + LongestDay));
        }

        var offset = zone.IsAmbiguousTime(clock) ? zone.GetAmbiguousTimeOffsets(clock).Max() : zone.GetUtcOffset(clock);
        return new DateTimeOffset(clock, offset);
    }

    private DateTimeOffset ChangeBetween(DateTimeOffset before, DateTimeOffset after)
    {
        var offset = zone.GetUtcOffset(before);
        var (low, high) = (before.UtcTicks, after.UtcTicks);
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = zone.GetUtcOffset(new DateTimeOffset(middle, TimeSpan.Zero)) == offset ? (middle, high) : (low, middle);
        }

        return new DateTimeOffset(high, TimeSpan.Zero);
    }
}
