namespace RtcCluster.Media.Dtls;

/// <summary>Sends a DTLS datagram to the peer; called on the thread that runs or attends the handshake.</summary>
/// <param name="datagram">Valid during the call only.</param>
public delegate void DtlsSend(ReadOnlySpan<byte> datagram);
