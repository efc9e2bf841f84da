namespace RtcCluster.Storage.Reports;

/// <summary>Cuts figures of intervals into pages: the place after a row is its interval and name, so that the next page begins there and not at the beginning.</summary>
internal static class FigurePages
{
    private const int LargestPage = 500;

    /// <summary>One page.</summary>
    /// <param name="filter">What the report is about.</param>
    /// <param name="rows">Makes the rows of a filter.</param>
    /// <param name="place">The place of a row.</param>
    /// <param name="cursor">The place after which the page begins; null for the first.</param>
    /// <param name="limit">Rows per page.</param>
    public static async Task<Page<T>> CutAsync<T>(
        ReportFilter filter, Func<ReportFilter, IAsyncEnumerable<T>> rows, Func<T, PageCursor> place, string? cursor, int limit)
    {
        PageCursor? after = null;
        if (cursor is not null)
        {
            if (!PageCursor.TryDecode(cursor, out var decoded))
            {
                return Page<T>.CursorRefused;
            }

            after = decoded;
            filter = filter with { From = decoded.At > filter.From ? decoded.At : filter.From };
        }

        limit = Math.Clamp(limit, 1, LargestPage);
        var found = new List<T>(limit + 1);
        await foreach (var row in rows(filter).ConfigureAwait(false))
        {
            var here = place(row);
            if (after is { } last && (here.At < last.At || (here.At == last.At && string.CompareOrdinal(here.Id, last.Id) <= 0)))
            {
                continue;
            }

            found.Add(row);
            if (found.Count > limit)
            {
                break;
            }
        }

        return Page<T>.Cut(found, limit, place);
    }
}
