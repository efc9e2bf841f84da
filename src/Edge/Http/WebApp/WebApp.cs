using System.Reflection;

namespace RtcCluster.Edge.Http.WebApp;

/// <summary>The browser webphone at <c>/</c>, the phone library at <c>/phone/</c> and its example at <c>/example/</c>, from the files that the build put into this assembly.</summary>
/// <remarks>A build without the webphone (<c>SkipWeb</c>) has no such files; then <c>/</c> leads to the status page.</remarks>
internal static class WebApp
{
    private const string Prefix = "Web/";
    private const string Page = "index.html";

    /// <summary>Pages of the app: each is the same document, and its script shows what the address says. An address that is none of them is not found.</summary>
    private static readonly string[] AppRoutes = ["/calls", "/log", "/log/{id}", "/chat", "/colleagues", "/contacts", "/live", "/queues", "/agents", "/rooms", "/flows", "/voicemail", "/faxes", "/reports", "/audit", "/privacy", "/rights", "/my-data", "/backups", "/incidents", "/documents", "/consents", "/settings", "/cookies", "/shared", "/subscription", "/nodes", "/signed-in"];

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapWebApp(this IEndpointRouteBuilder app)
    {
        var assembly = Assembly.GetExecutingAssembly();

        // A build on Windows names folders its own way.
        var files = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToDictionary(name => name[Prefix.Length..].Replace('\\', '/'), name => Read(assembly, name));
        foreach (var (path, bytes) in files)
        {
            Map(app, RouteOf(path), new WebFile(path, bytes));
        }

        if (!files.TryGetValue(Page, out var page))
        {
            app.MapGet("/", () => TypedResults.Redirect("/status")).ExcludeFromDescription();
            return;
        }

        foreach (var route in AppRoutes)
        {
            Map(app, route, new WebFile(Page, page));
        }
    }

    private static void Map(IEndpointRouteBuilder app, string route, WebFile file) =>
        app.MapMethods(route, Methods, file.Serve).ExcludeFromDescription();

    // A page is served under its folder: example/index.html at /example/.
    private static string RouteOf(string path) => path.EndsWith(Page, StringComparison.Ordinal) ? $"/{path[..^Page.Length]}" : $"/{path}";

    private static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
