using RtcCluster.Media.Srtp;

namespace RtcCluster.Media.Dtls;

/// <summary>What a handshake came to.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Keys">The keys; null unless it was established.</param>
/// <param name="Alert">The alert that was sent or received (RFC 5246 §7.2); null when there was none.</param>
public sealed record DtlsResult(DtlsStatus Status, SrtpKeys? Keys = null, int? Alert = null);
