using System.Net;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>The one account of a telephone, given to the server that it registers with and to nobody else.</summary>
/// <param name="Extension">SIP account.</param>
/// <param name="Password">Its password.</param>
/// <param name="Server">The server.</param>
internal sealed record PhoneAccount(string Extension, string Password, IPEndPoint Server) : ISipCredentials
{
    public bool TryFind(string realm, IPEndPoint peer, out SipCredential credential)
    {
        credential = new SipCredential(Extension, Password);
        return peer.Equals(Server);
    }

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => Extension;
}
