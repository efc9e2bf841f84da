using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Storage.Contacts;
using RtcCluster.Storage.Departures;

namespace RtcCluster.Edge.Http.Contacts.Files;

/// <summary>
/// An import while it goes on: a line of JSON for each entry that is refused and for what is done so far, and one at the end. It ends when nobody reads
/// any more, and when who imports is deleted; what was said to be done is stored, and importing the file again does the rest.
/// </summary>
internal sealed class ContactImportRun(ContactImport import, Caller caller, IReadOnlyList<ImportedCard> entries) : IResult
{
    private const int Batch = 200;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var departures = httpContext.RequestServices.GetRequiredService<IDepartures>();
        var begun = httpContext.RequestServices.GetRequiredService<EdgeClock>().Utc;
        response.ContentType = "application/x-ndjson; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        var counts = new Dictionary<ContactImportKind, int>();
        for (var from = 0; from < entries.Count; from += Batch)
        {
            if (await departures.IsOfBeforeAsync(caller.Tenant.Value, caller.User.Name, begun, ct))
            {
                return;
            }

            var steps = await import.TakeAsync([.. entries.Skip(from).Take(Batch)], ct);
            foreach (var step in steps)
            {
                counts[step.Kind] = counts.GetValueOrDefault(step.Kind) + 1;
            }

            await WriteAsync(new ContactImportProgress(Math.Min(from + Batch, entries.Count), entries.Count, Count(ContactImportKind.Made), Count(ContactImportKind.Changed),
                Count(ContactImportKind.Merged), Count(ContactImportKind.Unchanged), Count(ContactImportKind.Refused),
                [.. steps.Where(static step => step.Kind != ContactImportKind.Unchanged)]));
        }

        int Count(ContactImportKind kind) => counts.GetValueOrDefault(kind);

        async Task WriteAsync(ContactImportProgress progress)
        {
            await JsonSerializer.SerializeAsync(response.Body, progress, json, ct);
            await response.Body.WriteAsync("\n"u8.ToArray(), ct);
            await response.Body.FlushAsync(ct);
        }
    }
}

/// <summary>How far an import is; the last line is its result.</summary>
/// <param name="Done">Entries that are done.</param>
/// <param name="Total">Entries of the file.</param>
/// <param name="Made">New contacts so far.</param>
/// <param name="Changed">Contacts so far that learned something.</param>
/// <param name="Merged">Those of them that have another name than the entry.</param>
/// <param name="Unchanged">Entries so far of which everything was known.</param>
/// <param name="Refused">Entries so far that are no contacts.</param>
/// <param name="Steps">What became of the entries since the line before, but for those of which everything was known.</param>
internal sealed record ContactImportProgress(int Done, int Total, int Made, int Changed, int Merged, int Unchanged, int Refused, IReadOnlyList<ContactImportStep> Steps);
