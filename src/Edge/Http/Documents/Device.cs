using RtcCluster.Storage.Policies;

namespace RtcCluster.Edge.Http.Documents;

/// <summary>What a request came from, as it is written down with an acceptance or a consent.</summary>
internal static class Device
{
    /// <summary>How the program names itself, and its address.</summary>
    public static (string Name, string Address) Of(HttpContext context)
    {
        var name = context.Request.Headers.UserAgent.ToString();
        return (name.Length <= PolicyAcceptance.LongestDevice ? name : name[..PolicyAcceptance.LongestDevice], context.Connection.RemoteIpAddress?.ToString() ?? "");
    }
}
