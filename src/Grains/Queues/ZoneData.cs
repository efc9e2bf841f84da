using System.Collections.Immutable;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>A zone's offsets as data, taken from the machine's table once, when rules are set.</summary>
internal static class ZoneData
{
    private static readonly TimeSpan Step = TimeSpan.FromHours(6);
    private static readonly TimeSpan Exact = TimeSpan.FromMinutes(1);

    /// <summary>The offsets from a day before a moment on.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="from">The moment.</param>
    /// <param name="days">For how many days.</param>
    public static ImmutableArray<ZoneChange> Of(TimeZoneInfo zone, DateTimeOffset from, int days)
    {
        var at = new DateTimeOffset(from.UtcDateTime.Date.AddDays(-1), TimeSpan.Zero);
        var end = at.AddDays(days);
        var changes = ImmutableArray.CreateBuilder<ZoneChange>();
        changes.Add(new ZoneChange(at, Minutes(zone, at)));
        for (; at < end; at += Step)
        {
            if (Minutes(zone, at + Step) != changes[^1].OffsetMinutes)
            {
                changes.Add(new ZoneChange(Between(zone, at, at + Step), Minutes(zone, at + Step)));
            }
        }

        return changes.ToImmutable();
    }

    private static DateTimeOffset Between(TimeZoneInfo zone, DateTimeOffset before, DateTimeOffset after)
    {
        var old = Minutes(zone, before);
        while (after - before > Exact)
        {
            var middle = before + new TimeSpan((after - before).Ticks / 2 / Exact.Ticks * Exact.Ticks);
            (before, after) = Minutes(zone, middle) == old ? (middle, after) : (before, middle);
        }

        return after;
    }

    private static int Minutes(TimeZoneInfo zone, DateTimeOffset at) => (int)zone.GetUtcOffset(at).TotalMinutes;
}
