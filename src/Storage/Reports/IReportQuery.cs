using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Reports;

/// <summary>Figures of the calls that are over and of what agents did, made from the history when they are asked for. docs/reports.md defines each.</summary>
public interface IReportQuery
{
    /// <summary>Queues by interval, the earliest first and by name; an interval in which nothing of a queue happened has no row of it.</summary>
    /// <param name="filter">What it is about.</param>
    /// <param name="calendar">The intervals.</param>
    /// <param name="ct">Ends it.</param>
    IAsyncEnumerable<QueueFigures> QueuesAsync(ReportFilter filter, ReportCalendar calendar, CancellationToken ct = default);

    /// <summary>A page of the same.</summary>
    /// <param name="filter">What it is about.</param>
    /// <param name="calendar">The intervals.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Rows per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<QueueFigures>> QueuesAsync(ReportFilter filter, ReportCalendar calendar, string? cursor, int limit, CancellationToken ct = default);

    /// <summary>Agents by interval, the earliest first and by name; an interval in which an agent was not at work has no row of that agent.</summary>
    /// <param name="filter">What it is about.</param>
    /// <param name="calendar">The intervals.</param>
    /// <param name="ct">Ends it.</param>
    IAsyncEnumerable<AgentFigures> AgentsAsync(ReportFilter filter, ReportCalendar calendar, CancellationToken ct = default);

    /// <summary>A page of the same.</summary>
    /// <param name="filter">What it is about.</param>
    /// <param name="calendar">The intervals.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Rows per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<AgentFigures>> AgentsAsync(ReportFilter filter, ReportCalendar calendar, string? cursor, int limit, CancellationToken ct = default);

    /// <summary>Calls that began in the time, the earliest first.</summary>
    /// <param name="filter">What it is about: the queue is one that the call visited, the user one who took part.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Calls per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<CallFigures>> CallsAsync(ReportFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Legs that began in the time, the earliest first.</summary>
    /// <param name="filter">What it is about: the queue is the one whose caller the leg was rung for, the user the one at its end.</param>
    /// <param name="cursor"><see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">Legs per page, 1 to 500.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Page<CallLegEntry>> LegsAsync(ReportFilter filter, string? cursor = null, int limit = 50, CancellationToken ct = default);
}
