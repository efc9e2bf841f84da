using System.Globalization;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>A month as a company counts it: from the first midnight of its own zone to the next.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, from 1.</param>
public readonly record struct BillingMonth(int Year, int Month)
{
    private const int Months = 12;
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <summary>The month after it.</summary>
    public BillingMonth Next => After(1);

    /// <summary>The month before it.</summary>
    public BillingMonth Before => After(-1);

    private int Index => (Year * Months) + Month - 1;

    /// <summary>The zone of a company; UTC when its settings name none that is known.</summary>
    public static TimeZoneInfo ZoneOf(TenantSettings? settings) => TimeZoneInfo.TryFindSystemTimeZoneById(settings?.TimeZone ?? "", out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The month of a moment.</summary>
    public static BillingMonth Of(DateTimeOffset at, TimeZoneInfo zone)
    {
        var there = TimeZoneInfo.ConvertTime(at, zone);
        return new BillingMonth(there.Year, there.Month);
    }

    /// <summary>Reads <c>2026-11</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="month">The month.</param>
    /// <returns>False when it is none.</returns>
    public static bool TryRead(string text, out BillingMonth month)
    {
        var isOne = DateTime.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var first);
        month = isOne ? new BillingMonth(first.Year, first.Month) : default;
        return isOne;
    }

    /// <summary>Its first moment (UTC). Where the clock is put forward at that midnight it begins when there is a time again.</summary>
    public DateTimeOffset From(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var first = new DateTime(Year, Month, 1, 0, 0, 0, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(first))
        {
            first += Step;
        }

        return new DateTimeOffset(first, zone.GetUtcOffset(first)).ToUniversalTime();
    }

    /// <summary>Whether it comes before another.</summary>
    public bool IsBefore(BillingMonth other) => Index < other.Index;

    private BillingMonth After(int months) => new((Index + months) / Months, ((Index + months) % Months) + 1);
}
