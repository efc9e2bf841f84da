using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace RtcCluster.Edge.Http.WebApp;

/// <summary>The browser webphone at <c>/</c>, the phone library at <c>/phone/</c> and its example at <c>/example/</c>, from the files that the build put into this assembly.</summary>
/// <remarks>A build without the webphone (<c>SkipWeb</c>) has no such files; then <c>/</c> leads to the status page.</remarks>
internal static class WebApp
{
    private const string Prefix = "Web/";
    private const string HashedFolder = "assets/";
    private static readonly FileExtensionContentTypeProvider Types = new();

    public static void MapWebApp(this IEndpointRouteBuilder app)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).ToList();
        foreach (var name in files)
        {
            // A build on Windows names folders its own way.
            Map(app, name[Prefix.Length..].Replace('\\', '/'), Read(assembly, name));
        }

        if (!files.Contains($"{Prefix}index.html"))
        {
            app.MapGet("/", () => TypedResults.Redirect("/status")).ExcludeFromDescription();
        }
    }

    private static void Map(IEndpointRouteBuilder app, string path, byte[] bytes)
    {
        var type = Type(path);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
        // Names under assets/ change with their content; the others are asked for again, and answered with 304 when they are the same.
        var cache = path.StartsWith(HashedFolder, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        app.MapGet(Route(path), (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = cache;
            return TypedResults.Bytes(bytes, type, entityTag: tag);
        }).ExcludeFromDescription();
    }

    // A page is served under its folder: example/index.html at /example/.
    private static string Route(string path) => path.EndsWith("index.html", StringComparison.Ordinal) ? $"/{path[..^"index.html".Length]}" : $"/{path}";

    private static string Type(string path)
    {
        var type = Types.TryGetContentType(path, out var found) ? found : "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
    }

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
