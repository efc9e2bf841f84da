namespace RtcCluster.Edge.Http.Sessions;

/// <summary>What people call the program that made a request, and what it runs on, as far as its User-Agent tells.</summary>
/// <param name="Browser">For example <c>Firefox</c>; the program's own name where it is no browser; empty when it says nothing.</param>
/// <param name="System">For example <c>Windows</c>; empty when it does not say.</param>
/// <remarks>Anybody may send anything: it helps people to know their devices again, and decides nothing.</remarks>
internal readonly record struct ClientName(string Browser, string System)
{
    private const int LongestName = 40;

    // Each browser also names those whose pages it wants to get: the most particular mark counts.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Macintosh", "macOS"), ("Linux", "Linux"),
    ];

    /// <summary>Reads a User-Agent.</summary>
    public static ClientName Of(string userAgent)
    {
        var system = Find(Systems, userAgent);
        if (Find(Browsers, userAgent) is { Length: > 0 } browser)
        {
            return new ClientName(browser, system);
        }

        // RFC 9110 section 10.1.5: a product and its version come first.
        var product = userAgent.Split('/', ' ')[0];
        return new ClientName(product.Length <= LongestName ? product : product[..LongestName], system);
    }

    private static string Find((string Mark, string Name)[] known, string text) =>
        Array.Find(known, entry => text.Contains(entry.Mark, StringComparison.Ordinal)).Name ?? "";
}
