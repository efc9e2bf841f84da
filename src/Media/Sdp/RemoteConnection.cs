using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Sdp;

/// <summary>How a browser's description says that it is reached and known: what a connection is made from.</summary>
/// <param name="Ice">Its ICE fragment and password.</param>
/// <param name="Fingerprints">Its certificate has one of them.</param>
/// <param name="Role">Which end of the handshake it leaves to us; null when it lets us choose (a=setup:actpass, RFC 8842 §5.2).</param>
public sealed record RemoteConnection(IceCredentials Ice, DtlsFingerprints Fingerprints, DtlsRole? Role = null)
{
    /// <summary>Whether both name the same ICE session; another one is an ICE restart (RFC 8839 §4.4.1.1.1).</summary>
    public bool SameIce(RemoteConnection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Ice.Ufrag == other.Ice.Ufrag && Ice.Password == other.Ice.Password;
    }

    /// <summary>Whether both name the same certificate; another one is another DTLS association (RFC 8842 §4): the page was loaded anew, for example.</summary>
    public bool SameCertificate(RemoteConnection other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Fingerprints.SameAs(other.Fingerprints);
    }
}
