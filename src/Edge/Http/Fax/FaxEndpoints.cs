using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Fax;
using RtcCluster.Edge.Http.Audits;
using RtcCluster.Edge.Http.Authentication;
using RtcCluster.Edge.Http.Problems;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Fax;
using RtcCluster.Storage.Fax;

namespace RtcCluster.Edge.Http.Fax;

/// <summary>The caller's own faxes; nobody else's are there.</summary>
internal static class FaxEndpoints
{
    private const int ThumbnailWidth = 240;
    private const int LongestNumber = 32;
    private const int PreviewWidth = FaxPage.A4Width;

    public static void Map(IEndpointRouteBuilder api)
    {
        var faxes = api.MapGroup("/me/faxes").WithTags("Fax");
        faxes.MapGet("/", ListAsync).WithName("ListFaxes").WithSummary("The own faxes, the latest first; received or sent ones alone when asked for.");
        faxes.MapPost("/", SendAsync).WithName("SendFax")
            .WithSummary("Send a fax: a TIFF file in black and white, or portable bitmaps (P4) one after the other. It is called one after the other, and again when nobody answers or it breaks off, four times at most.")
            .TakesFax();
        faxes.MapGet("/{fax}", GetAsync).WithName("GetFax").WithSummary("One fax.");
        faxes.MapPut("/{fax}", MarkAsync).WithName("MarkFax").WithSummary("Say whether a fax was looked at.");
        faxes.MapDelete("/{fax}", DeleteAsync).WithName("DeleteFax").WithSummary("Delete a fax and its pages; one that is being sent is sent no more.");
        faxes.MapGet("/{fax}/tiff", TiffAsync).WithName("GetFaxTiff").WithSummary("All pages as a TIFF file (T.6).").Produces(200, contentType: "image/tiff").ProducesProblem(404);
        faxes.MapGet("/{fax}/pdf", PdfAsync).WithName("GetFaxPdf").WithSummary("All pages as a PDF file.").Produces(200, contentType: "application/pdf").ProducesProblem(404);
        faxes.MapGet("/{fax}/pages/{page}", PageAsync).WithName("GetFaxPage").WithSummary("A page, from 1, as PNG.").Produces(200, contentType: "image/png").ProducesProblem(404);
        faxes.MapGet("/{fax}/pages/{page}/thumbnail", ThumbnailAsync).WithName("GetFaxThumbnail").WithSummary("A page, from 1, as a small PNG.")
            .Produces(200, contentType: "image/png").ProducesProblem(404);
    }

    private static async Task<Results<Ok<PageModel<FaxModel>>, ProblemHttpResult>> ListAsync(
        Caller caller, IFaxStore store, QueryWord<FaxDirection>? direction, string? cursor, int? limit, CancellationToken ct) =>
        PageModel.Of(await store.ListAsync(caller.User.Key, direction?.Value, cursor, PageModel.Limit(limit), ct), FaxModel.Of);

    private static async Task<Results<Ok<FaxModel>, ProblemHttpResult>> GetAsync(Caller caller, IFaxStore store, string fax, CancellationToken ct) =>
        await FindAsync(caller, store, fax, ct) is { } found ? TypedResults.Ok(FaxModel.Of(found)) : ApiProblem.NotFound("fax");

    private static async Task<Results<Accepted<FaxModel>, ProblemHttpResult>> SendAsync(
        Caller caller, IGrainFactory grains, IFaxStore store, FaxOutbox outbox, EdgeClock clock, HttpRequest request, string to, string? name, CancellationToken ct)
    {
        var number = new string([.. to.Where(static letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '(' or ')' or '.'))]);
        if (number.Length is 0 or > LongestNumber || !number.All(static letter => char.IsAsciiDigit(letter) || letter is '+' or '*' or '#'))
        {
            return ApiProblem.Invalid($"to: a number of at most {LongestNumber} digits.");
        }

        if (!FaxLibrary.IsAvailable)
        {
            return ApiProblem.Conflict("This cluster has no fax: an operator installs libspandsp2 on its edges.");
        }

        var (pages, status, problem) = await FaxUpload.ReadAsync(request, ct);
        if (pages.Count == 0)
        {
            return status == StatusCodes.Status400BadRequest ? ApiProblem.Invalid(problem) : ApiProblem.Make(status, status == StatusCodes.Status413PayloadTooLarge ? "too-large" : "unsupported", problem);
        }

        var at = clock.Utc;
        var id = new RecordingId(caller.Tenant, CallNames.New(at));
        var prefix = FormattableString.Invariant($"fax/{caller.Tenant}/{at:yyyy'/'MM'/'dd}/{id.Name}/");
        await outbox.StoreAsync(id, prefix, pages, ct);
        var taken = await Box(grains, caller).Send(new FaxSubmission(id.Key, number, name ?? "", pages.Count, prefix, at));
        if (taken != FaxSendStatus.Taken)
        {
            await outbox.EraseAsync(prefix);
            return taken == FaxSendStatus.Emergency ? ApiProblem.Forbidden("No fax is sent to an emergency number.") : ApiProblem.Conflict("Too many faxes wait to be sent already.");
        }

        return await store.FindAsync(caller.User.Key, id.Key, ct) is { } fax ? TypedResults.Accepted($"/api/v1/me/faxes/{id.Name}", FaxModel.Of(fax)) : ApiProblem.NotFound("fax");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> MarkAsync(Caller caller, IGrainFactory grains, string fax, FaxChange change) =>
        Id(caller, fax) is { } id && await Box(grains, caller).Mark(id, change.Seen) ? TypedResults.NoContent() : ApiProblem.NotFound("fax");

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(Caller caller, IGrainFactory grains, string fax) =>
        Id(caller, fax) is { } id && await Box(grains, caller).Delete(id) ? TypedResults.NoContent() : ApiProblem.NotFound("fax");

    private static Task<IResult> TiffAsync(Caller caller, IFaxStore store, RecordingVault vault, AuditTrail audit, HttpContext context, string fax, CancellationToken ct) =>
        FileAsync(caller, store, vault, audit, context, fax, "image/tiff", "tiff", static pages => FaxTiff.Write(pages), ct);

    private static Task<IResult> PdfAsync(Caller caller, IFaxStore store, RecordingVault vault, AuditTrail audit, HttpContext context, string fax, CancellationToken ct) =>
        FileAsync(caller, store, vault, audit, context, fax, "application/pdf", "pdf", FaxPdf.Write, ct);

    private static Task<IResult> PageAsync(Caller caller, IFaxStore store, RecordingVault vault, AuditTrail audit, HttpContext context, string fax, string page, CancellationToken ct) =>
        PictureAsync(caller, store, vault, audit, context, fax, page, PreviewWidth, ct);

    private static Task<IResult> ThumbnailAsync(Caller caller, IFaxStore store, RecordingVault vault, AuditTrail audit, HttpContext context, string fax, string page, CancellationToken ct) =>
        PictureAsync(caller, store, vault, audit, context, fax, page, ThumbnailWidth, ct);

    private static async Task<IResult> FileAsync(
        Caller caller, IFaxStore store, RecordingVault vault, AuditTrail audit, HttpContext context, string fax, string contentType, string extension, Func<IReadOnlyList<FaxPage>, byte[]> write, CancellationToken ct)
    {
        if (await FindAsync(caller, store, fax, ct) is not { } found || await StoredFax.ReadAsync(vault, found.BlobPrefix, ct) is not { Count: > 0 } pages)
        {
            return ApiProblem.NotFound("fax");
        }

        await audit.WriteAsync(caller, "fax.read", fax);
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.File(write(pages), contentType, $"{fax}.{extension}");
    }

    // A thumbnail tells what is on the page: it is an access as any other.
    private static async Task<IResult> PictureAsync(
        Caller caller, IFaxStore store, RecordingVault vault, AuditTrail audit, HttpContext context, string fax, string page, int width, CancellationToken ct)
    {
        if (!int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await FindAsync(caller, store, fax, ct) is not { } found
            || await StoredFax.ReadAsync(vault, found.BlobPrefix, number - 1, ct) is not { } picture)
        {
            return ApiProblem.NotFound("fax page");
        }

        await audit.WriteAsync(caller, "fax.read", fax, FormattableString.Invariant($"page {number}"));
        context.Response.Headers.CacheControl = "private, no-store";
        return TypedResults.Bytes(FaxPreview.Write(picture, width), "image/png");
    }

    private static async Task<FaxMessage?> FindAsync(Caller caller, IFaxStore store, string fax, CancellationToken ct) =>
        Id(caller, fax) is { } id ? await store.FindAsync(caller.User.Key, id, ct) : null;

    private static string? Id(Caller caller, string fax) => ApiId.IsName(fax) ? new RecordingId(caller.Tenant, fax).Key : null;

    private static IFaxBoxGrain Box(IGrainFactory grains, Caller caller) => grains.GetGrain<IFaxBoxGrain>(caller.User.Key);
}
