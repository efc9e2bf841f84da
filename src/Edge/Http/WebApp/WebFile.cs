using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace RtcCluster.Edge.Http.WebApp;

/// <summary>A file of the webphone, as it goes to browsers: as it is, or compressed for those that accept it.</summary>
internal sealed class WebFile
{
    private const string HashedFolder = "assets/";
    private const string LibraryFolder = "phone/";
    private const int WorthCompressing = 1_024;

    private static readonly FileExtensionContentTypeProvider Types = new(new FileExtensionContentTypeProvider().Mappings) { Mappings = { [".ts"] = "text/plain" } };

    private readonly byte[] _bytes;
    private readonly Lazy<byte[]?> _compressed;
    private readonly string _type;
    private readonly string _tag;
    private readonly string _cache;
    private readonly bool _isForEverybody;

    /// <summary>Makes it from what the build put into the assembly.</summary>
    /// <param name="path">Path below the root, for example <c>assets/index-1a2b3c.js</c>.</param>
    /// <param name="bytes">The content.</param>
    public WebFile(string path, byte[] bytes)
    {
        _bytes = bytes;
        _type = TypeOf(path);
        _tag = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12));
        _compressed = new Lazy<byte[]?>(() => IsText && bytes.Length >= WorthCompressing ? Compress(bytes) : null);

        // Names under assets/ change with their content; the others are asked for again, and answered with 304 when they are the same.
        _cache = path.StartsWith(HashedFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";

        // Pages of other sites may import the library; it has nothing in it that is anybody's own.
        _isForEverybody = path.StartsWith(LibraryFolder, StringComparison.Ordinal);
    }

    private bool IsText => _type.StartsWith("text/", StringComparison.Ordinal) || _type.StartsWith("image/svg", StringComparison.Ordinal);

    /// <summary>Answers a GET or HEAD, with 304 when the browser has it (RFC 9110 §13.1.2).</summary>
    public IResult Serve(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = _cache;
        if (_isForEverybody)
        {
            headers.AccessControlAllowOrigin = "*";
        }

        if (_compressed.Value is not { } compressed)
        {
            return TypedResults.Bytes(_bytes, _type, entityTag: new EntityTagHeaderValue($"\"{_tag}\""));
        }

        headers.Vary = HeaderNames.AcceptEncoding;
        if (!AcceptsBrotli(context.Request))
        {
            return TypedResults.Bytes(_bytes, _type, entityTag: new EntityTagHeaderValue($"\"{_tag}\""));
        }

        headers.ContentEncoding = "br";
        return TypedResults.Bytes(compressed, _type, entityTag: new EntityTagHeaderValue($"\"{_tag}-br\""));
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0);

    private static byte[] Compress(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal))
        {
            brotli.Write(bytes);
        }

        return compressed.ToArray();
    }

    private static string TypeOf(string path)
    {
        var type = Types.TryGetContentType(path, out var found) ? found : "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
    }
}
