using RtcCluster.Sip.Agent;

namespace RtcCluster.Sip.Dialogs;

/// <summary>How a route set becomes Request-URI and Route. RFC 3261 §12.2.1.1.</summary>
internal static class RouteSet
{
    /// <summary>Puts the target into the Request-URI, or behind the routes when the first hop is a strict router, which wants itself there.</summary>
    public static void Apply(string target, IReadOnlyList<string> routes, out string uri, out IReadOnlyList<string> headers)
    {
        if (routes.Count == 0 || NextHop.IsLoose(routes[0]))
        {
            uri = target;
            headers = routes;
            return;
        }

        uri = SipText.UriOf(routes[0]);
        headers = [.. routes.Skip(1), $"<{target}>"];
    }
}
