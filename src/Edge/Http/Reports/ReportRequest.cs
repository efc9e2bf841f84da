using System.ComponentModel;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Storage.Reports;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>What a report is asked for, and how it is wanted.</summary>
internal sealed record ReportRequest
{
    private static readonly TimeSpan LongestRange = TimeSpan.FromDays(400);

    /// <summary>From this moment on.</summary>
    [Description("From this moment on; the beginning of today when it is left out.")]
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this moment.</summary>
    [Description("Before this moment; now when it is left out.")]
    public DateTimeOffset? To { get; init; }

    /// <summary>Length of the intervals.</summary>
    [Description("Minutes of the intervals, 15, 30 or 60, or day; 30 when it is left out.")]
    public string? Interval { get; init; }

    /// <summary>The time zone.</summary>
    [Description("IANA time zone of intervals and times; the tenant's when it is left out.")]
    public string? Zone { get; init; }

    /// <summary>The queue.</summary>
    [Description("Only this queue.")]
    public string? Queue { get; init; }

    /// <summary>The agent.</summary>
    [Description("Only this agent or user.")]
    public string? Agent { get; init; }

    /// <summary>The page.</summary>
    [Description("Cursor of the page, from the answer before.")]
    public string? Cursor { get; init; }

    /// <summary>Rows per page.</summary>
    [Description("Rows per page of JSON, 1 to 500; CSV has all.")]
    public int? Limit { get; init; }

    /// <summary>JSON or CSV.</summary>
    [Description("json or csv; what the Accept header says when it is left out.")]
    public string? Format { get; init; }

    /// <summary>What stands between cells.</summary>
    [Description("Between the cells of CSV: a comma or a semicolon.")]
    public string? Separator { get; init; }

    /// <summary>Whether CSV begins with a byte order mark.</summary>
    [Description("Whether CSV begins with a byte order mark, which spreadsheet programs know UTF-8 by.")]
    public bool? Bom { get; init; }

    /// <summary>Reads the request for a caller; gives what is wrong with it instead.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="accept">The Accept header.</param>
    /// <param name="zone">The tenant's time zone.</param>
    /// <param name="now">The time.</param>
    public (ReportWish? Wish, string? Problem) Read(Caller caller, string accept, string zone, DateTimeOffset now)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(Zone ?? zone, out var found))
        {
            return (null, "zone: an IANA time zone, for example America/Bogota.");
        }

        ReportInterval? interval = Interval switch
        {
            null or "30" => ReportInterval.HalfHour,
            "15" => ReportInterval.QuarterHour,
            "60" => ReportInterval.Hour,
            "day" => ReportInterval.Day,
            _ => null,
        };
        var (from, to) = (From ?? new ReportCalendar(found, ReportInterval.Day).StartOf(now), To ?? now);
        var separator = Separator switch
        {
            null or "," => ',',
            ";" => ';',
            _ => '\0',
        };
        var problem =
            interval is null ? "interval: 15, 30, 60 or day."
            : from >= to || to - from > LongestRange ? $"from lies before to, at most {LongestRange.TotalDays} days."
            : from.Year < 2000 || to.Year > 9000 ? "from and to: between the years 2000 and 9000."
            : Queue is not null && !ApiId.IsName(Queue) ? "queue: the name of a queue."
            : Agent is not null && !ApiId.IsName(Agent) ? "agent: the name of a user."
            : separator == '\0' ? "separator: a comma or a semicolon."
            : Format is not (null or "json" or "csv") ? "format: json or csv."
            : null;
        if (problem is not null)
        {
            return (null, problem);
        }

        var filter = new ReportFilter
        {
            TenantId = caller.Tenant.Value,
            From = from,
            Until = to,
            QueueId = Queue is null ? null : new QueueId(caller.Tenant, Queue).Key,
            UserId = Agent is null ? null : new UserId(caller.Tenant, Agent).Key,
        };
        var csv = Format == "csv" || (Format is null && accept.Contains("text/csv", StringComparison.OrdinalIgnoreCase));
        return (new ReportWish(filter, new ReportCalendar(found, interval!.Value), Cursor, PageModel.Limit(Limit), csv ? new CsvFormat(separator, Bom ?? false) : null), null);
    }
}

/// <summary>A report that can be made.</summary>
/// <param name="Filter">What it is about.</param>
/// <param name="Calendar">Its intervals.</param>
/// <param name="Cursor">The page of it.</param>
/// <param name="Limit">Rows per page.</param>
/// <param name="Csv">How it is written as CSV; null for JSON.</param>
internal sealed record ReportWish(ReportFilter Filter, ReportCalendar Calendar, string? Cursor, int Limit, CsvFormat? Csv);
