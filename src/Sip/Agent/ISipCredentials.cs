using System.Net;

namespace RtcCluster.Sip.Agent;

/// <summary>The host's configured trunk accounts.</summary>
public interface ISipCredentials
{
    /// <summary>
    /// Finds the account for a challenge. It must give one only when <paramref name="realm"/> is configured for exactly that peer: an answer to
    /// anybody else's challenge gives them a hash to attack (facts/threats.md T6).
    /// </summary>
    /// <param name="realm">The realm of the challenge.</param>
    /// <param name="peer">Who sent the challenge.</param>
    /// <param name="credential">The account.</param>
    bool TryFind(string realm, IPEndPoint peer, out SipCredential credential);
}
