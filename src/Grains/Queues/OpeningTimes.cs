using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>Opening hours and holidays, computed from the data alone: no zone table of the machine takes part.</summary>
internal static class OpeningTimes
{
    private const int DaysAhead = 8;

    /// <summary>Why the queue is closed at a moment; null while it is open.</summary>
    public static QueueJoinStatus? Refusal(QueueHours hours, DateTimeOffset now)
    {
        var local = Local(hours, now);
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        if (HolidayOf(hours, day) is { } holiday)
        {
            return IsOpen(holiday, time) ? null : QueueJoinStatus.Holiday;
        }

        return hours.Weekly.IsDefaultOrEmpty || hours.Weekly.Any(open => Covers(hours, open, day, time)) ? null : QueueJoinStatus.Closed;
    }

    /// <summary>When it opens or closes next; null when it does not within a week.</summary>
    /// <remarks>A local time that a change of the clocks leaves out counts as the moment of the change; of one that comes twice the first counts.</remarks>
    public static DateTimeOffset? NextChange(QueueHours hours, DateTimeOffset now)
    {
        var before = Refusal(hours, now);
        return Edges(hours, now).Where(edge => edge > now && Refusal(hours, edge) != before).Select(edge => (DateTimeOffset?)edge).Min();
    }

    /// <summary>Local time at a moment.</summary>
    public static DateTime Local(QueueHours hours, DateTimeOffset at) => at.UtcDateTime.AddMinutes(Offset(hours, at));

    /// <summary>The local day at a moment.</summary>
    public static DateOnly Day(QueueHours hours, DateTimeOffset at) => DateOnly.FromDateTime(Local(hours, at));

    private static int Offset(QueueHours hours, DateTimeOffset at)
    {
        var offset = hours.Zone.IsDefaultOrEmpty ? 0 : hours.Zone[0].OffsetMinutes;
        foreach (var change in hours.Zone.IsDefault ? [] : hours.Zone)
        {
            if (change.From > at)
            {
                break;
            }

            offset = change.OffsetMinutes;
        }

        return offset;
    }

    private static bool Covers(QueueHours hours, OpenTime open, DateOnly day, TimeOnly time)
    {
        var overnight = open.To <= open.From;
        return (open.Day == day.DayOfWeek && time >= open.From && (overnight || time < open.To))
            || (overnight && open.Day == day.AddDays(-1).DayOfWeek && time < open.To && HolidayOf(hours, day.AddDays(-1)) is null);
    }

    private static Holiday? HolidayOf(QueueHours hours, DateOnly day)
    {
        foreach (var holiday in hours.Holidays.IsDefault ? [] : hours.Holidays)
        {
            if (holiday.Date == day)
            {
                return holiday;
            }
        }

        return null;
    }

    private static bool IsOpen(Holiday holiday, TimeOnly time) => holiday.From is { } from && time >= from && (holiday.To is not { } to || time < to);

    // Every moment at which something can change: the times of each day, midnights, and changes of the clocks.
    private static IEnumerable<DateTimeOffset> Edges(QueueHours hours, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(Local(hours, now));
        for (var i = 0; i <= DaysAhead; i++)
        {
            var day = today.AddDays(i);
            var times = (hours.Weekly.IsDefault ? [] : hours.Weekly).SelectMany(open => new[] { open.From, open.To });
            times = HolidayOf(hours, day) is { } holiday ? times.Concat(new[] { holiday.From, holiday.To }.OfType<TimeOnly>()) : times;
            foreach (var time in times.Append(TimeOnly.MinValue))
            {
                yield return Moment(hours, day.ToDateTime(time));
            }
        }

        foreach (var change in hours.Zone.IsDefault ? [] : hours.Zone)
        {
            if (change.From > now && change.From < now.AddDays(DaysAhead))
            {
                yield return change.From;
            }
        }
    }

    private static DateTimeOffset Moment(QueueHours hours, DateTime local)
    {
        var utc = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.Zero);
        var before = utc.AddMinutes(-Offset(hours, utc.AddDays(-1)));
        if (Local(hours, before) == local)
        {
            return before;
        }

        // The clocks changed in between: the other offset, or, where no offset gives this local time, the moment of the change.
        var after = utc.AddMinutes(-Offset(hours, utc.AddDays(1)));
        return Local(hours, after) == local
            ? after
            : hours.Zone.Where(change => change.From > utc.AddDays(-1) && change.From < utc.AddDays(1)).Select(change => change.From).DefaultIfEmpty(after).First();
    }
}
