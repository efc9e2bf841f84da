using System.Net;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>The one account of a telephone, given to the edges of its cluster and to nobody else.</summary>
/// <param name="extension">SIP account.</param>
/// <param name="password">Its password.</param>
/// <param name="edges">Where the edges take SIP.</param>
internal sealed class EdgeCredentials(string extension, string password, IReadOnlyCollection<IPEndPoint> edges) : ISipCredentials
{
    public bool TryFind(string realm, IPEndPoint peer, out SipCredential credential)
    {
        credential = new SipCredential(extension, password);
        return edges.Contains(peer);
    }
}
