using System.Text;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>A report as a file, written while it is made.</summary>
internal sealed class CsvResult<T>(string name, CsvFormat format, IReadOnlyList<CsvColumn<T>> columns, IAsyncEnumerable<T> rows) : IResult
{
    private const int WriteAt = 16 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = "text/csv; charset=utf-8; header=present";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.csv\"";
        response.Headers.CacheControl = "no-store";
        var text = new StringBuilder(format.Bom ? "\uFEFF" : "");
        format.Line(text, columns.Select(column => (object?)column.Name));
        await foreach (var row in rows.WithCancellation(ct))
        {
            format.Line(text, columns.Select(column => column.Of(row)));
            if (text.Length >= WriteAt)
            {
                await response.WriteAsync(text.ToString(), Encoding.UTF8, ct);
                text.Clear();
            }
        }

        await response.WriteAsync(text.ToString(), Encoding.UTF8, ct);
    }
}
