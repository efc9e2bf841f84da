using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace RtcCluster.Edge.Http.Reports;

/// <summary>Rows as a file of JSON, a line for each, written while they are read.</summary>
internal sealed class JsonLinesResult<T>(string name, IAsyncEnumerable<T> rows) : IResult
{
    private static readonly ReadOnlyMemory<byte> LineEnd = "\n"u8.ToArray();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        response.ContentType = "application/jsonl";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.jsonl\"";
        response.Headers.CacheControl = "no-store";
        await foreach (var row in rows.WithCancellation(ct))
        {
            await JsonSerializer.SerializeAsync(response.Body, row, json, ct);
            await response.Body.WriteAsync(LineEnd, ct);
        }
    }
}
