using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>What a company owes for a month. Its calls are those that say so (<see cref="CallUsage.InvoiceId"/>), each on one invoice.</summary>
public sealed record Invoice
{
    /// <summary>Its number: <c>{tenant}-{year}{month}</c>, and so one for each month.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The first moment of its month, which is one of the company's zone.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment after it.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>The plan, as it was then.</summary>
    public required string Plan { get; init; }

    /// <summary>The currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Users who were enabled then.</summary>
    public int Seats { get; init; }

    /// <summary>The fee, in hundredths.</summary>
    public long Fee { get; init; }

    /// <summary>Milliseconds of calls to the outside.</summary>
    public long OutboundMilliseconds { get; init; }

    /// <summary>What they cost, in hundredths: whole minutes, begun ones counted, of all of them together.</summary>
    public long UsageAmount { get; init; }

    /// <summary>What is owed, in hundredths.</summary>
    public long Total { get; init; }

    /// <summary>Its calls by day, direction and trunk.</summary>
    public IReadOnlyList<UsageLine> Lines { get; init; } = [];
}

/// <summary>Calls of a day, of one direction and trunk.</summary>
/// <param name="Day">The day that they ended on, in the company's zone.</param>
/// <param name="Direction">Their direction.</param>
/// <param name="Trunk">Their trunk; empty for internal ones.</param>
/// <param name="Calls">How many.</param>
/// <param name="TalkMilliseconds">Milliseconds from answer to end, of all of them.</param>
public sealed record UsageLine(DateOnly Day, CallDirection Direction, string Trunk, int Calls, long TalkMilliseconds)
{
    /// <summary>Lines of what the database makes, by day of a zone, direction and trunk.</summary>
    internal static IReadOnlyList<UsageLine> Of(IEnumerable<UsageRow> rows, TimeZoneInfo zone) =>
    [
        .. rows.GroupBy(row => (Day: DayOf(row, zone), row.Direction, row.Trunk))
            .Select(static of => new UsageLine(
                of.Key.Day, Enum.Parse<CallDirection>(of.Key.Direction), of.Key.Trunk, checked((int)of.Sum(static row => row.Calls)), of.Sum(static row => row.TalkMilliseconds)))
            .OrderBy(line => line.Day).ThenBy(line => line.Direction).ThenBy(line => line.Trunk, StringComparer.Ordinal),
    ];

    private static DateOnly DayOf(UsageRow row, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UnixEpoch.AddMinutes(row.Quarter * UsageRow.QuarterMinutes), zone).DateTime);
}

/// <summary>A line as the database makes it: no zone has a midnight within a quarter of an hour.</summary>
/// <param name="Quarter">Quarters of an hour since 1970.</param>
/// <param name="Direction">The name of the direction.</param>
/// <param name="Trunk">The trunk.</param>
/// <param name="Calls">How many.</param>
/// <param name="TalkMilliseconds">Milliseconds from answer to end, of all of them.</param>
internal sealed record UsageRow(long Quarter, string Direction, string Trunk, long Calls, long TalkMilliseconds)
{
    /// <summary>Minutes of a quarter.</summary>
    public const int QuarterMinutes = 15;
}
