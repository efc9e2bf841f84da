using System.Collections.Frozen;
using System.Reflection;

namespace RtcCluster.Edge.Http.StatusPage;

/// <summary>A plain page at <c>/status</c>: registrations, calls, call log and recordings, for people and for a first look at a new installation.</summary>
internal static class StatusPage
{
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["index.html"] = "text/html; charset=utf-8",
        ["status.css"] = "text/css; charset=utf-8",
        ["status.js"] = "text/javascript; charset=utf-8",
        ["texts.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, byte[]> Files = Types.Keys.ToFrozenDictionary(name => name, Read);

    public static void MapStatusPage(this IEndpointRouteBuilder app)
    {
        app.MapGet("/status", () => Serve("index.html")).ExcludeFromDescription();
        app.MapGet("/status/{file}", (string file) => Serve(file)).ExcludeFromDescription();
    }

    private static IResult Serve(string name) =>
        Files.TryGetValue(name, out var bytes) ? TypedResults.Bytes(bytes, Types[name]) : TypedResults.NotFound();

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"StatusPage/{name}")
            ?? throw new InvalidOperationException($"The page's file {name} is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
