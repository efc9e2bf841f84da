using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Calls;

/// <summary>What a connection of a browser begins with: how it addresses us, and whom it has to prove to be.</summary>
/// <param name="Local">Its checks address this fragment and are made with this password.</param>
/// <param name="Peer">
/// The certificates that its description names; nothing else is taken in a handshake. Null while the answer to our offer is on its way: checks are
/// answered, and a handshake waits.
/// </param>
/// <param name="Role">Our end of the handshake; the client begins as soon as the browser has nominated a pair.</param>
public sealed record ConnectionTerms(IceCredentials Local, DtlsFingerprints? Peer, DtlsRole Role = DtlsRole.Server);
