using Microsoft.OpenApi;
using RtcCluster.Media.Fax;

namespace RtcCluster.Edge.Http.Fax;

/// <summary>A document that is to be sent: a TIFF file in black and white, or portable bitmaps; or what is wrong with it.</summary>
internal static class FaxUpload
{
    private const string Tiff = "image/tiff";
    private const string Bitmap = "image/x-portable-bitmap";

    /// <summary>Describes an operation whose body is such a file.</summary>
    public static RouteHandlerBuilder TakesFax(this RouteHandlerBuilder operation) => operation
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .AddOpenApiOperationTransformer(static (description, _, _) =>
        {
            OpenApiMediaType Binary() => new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
            description.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [Tiff] = Binary(), [Bitmap] = Binary() } };
            return Task.CompletedTask;
        });

    /// <summary>Reads the pages; what is wrong is said instead of them.</summary>
    public static async Task<(IReadOnlyList<FaxPage> Pages, int Status, string Problem)> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        var type = request.ContentType?.Split(';')[0].Trim();
        if (type is not (Tiff or Bitmap))
        {
            return ([], StatusCodes.Status415UnsupportedMediaType, $"A fax is {Tiff} or {Bitmap}; other files are converted by whoever sends them.");
        }

        var limits = FaxLimits.Default;
        if (request.ContentLength > limits.Bytes || await BodyAsync(request, limits.Bytes, ct) is not { } body)
        {
            return ([], StatusCodes.Status413PayloadTooLarge, $"A fax has at most {limits.Bytes} bytes.");
        }

        var status = type == Tiff ? FaxTiff.TryRead(body, limits, out var pages) : FaxBitmap.TryRead(body, limits, out pages);
        status = status == FaxTiffStatus.Ok && !FaxFit.Fits(pages, limits) ? FaxTiffStatus.TooBig : status;
        return status == FaxTiffStatus.Ok ? (pages, StatusCodes.Status200OK, "") : ([], StatusCodes.Status400BadRequest, Problem(status, limits));
    }

    private static async Task<byte[]?> BodyAsync(HttpRequest request, int most, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var buffer = new byte[65_536];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, ct)) > 0)
        {
            if (body.Length + read > most)
            {
                return null;
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static string Problem(FaxTiffStatus status, FaxLimits limits) => status switch
    {
        FaxTiffStatus.TooManyPages => $"A fax has at most {limits.Pages} pages.",
        FaxTiffStatus.TooBig => $"A page has at most {limits.Width} dots a row and {limits.Height} rows, also when it is brought to the width of A4; all pages together have at most {limits.Dots} dots.",
        FaxTiffStatus.NotBlackAndWhite => "The file has colours or shades of grey; a fax is black and white, one bit a dot.",
        FaxTiffStatus.Unsupported => "The file is compressed, or divided, in a way that is not read.",
        _ => "The file cannot be read.",
    };
}
