namespace RtcCluster.Edge.Sip;

/// <summary>Says from which web pages a browser may open a SIP WebSocket (<c>Sip:WebSocketOrigins</c>).</summary>
/// <remarks>
/// A digest answers each request, so that a foreign page cannot use what the browser keeps for ours, as it could with cookies. The list keeps pages
/// of others from making their visitors' browsers knock here.
/// </remarks>
internal sealed class WebSocketOrigins
{
    private const string Any = "*";

    private readonly HashSet<string> _listed = new(StringComparer.OrdinalIgnoreCase);

    public WebSocketOrigins(string list)
    {
        foreach (var origin in Split(list))
        {
            _listed.Add(origin.TrimEnd('/'));
        }
    }

    /// <summary>The first entry of a list that is no origin; null when all are.</summary>
    public static string? FirstWrong(string list) => Split(list).FirstOrDefault(entry =>
        entry != Any && !(Uri.TryCreate(entry, UriKind.Absolute, out var uri) && uri.Host.Length > 0 && uri.PathAndQuery is "/" or "" && uri.Fragment.Length + uri.UserInfo.Length == 0));

    /// <summary>Whether a page of that origin may connect. Software that is no browser names none.</summary>
    /// <param name="origin">The Origin header (RFC 6454 §7); empty when there is none.</param>
    /// <param name="host">The Host header: our own pages have the same.</param>
    public bool Admits(string origin, string host) =>
        origin.Length == 0
        || _listed.Contains(Any)
        || _listed.Contains(origin)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Authority.Equals(host, StringComparison.OrdinalIgnoreCase));

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
