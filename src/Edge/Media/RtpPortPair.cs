using System.Net.Sockets;

namespace RtcCluster.Edge.Media;

/// <summary>A bound pair of sockets: RTP on an even port, RTCP on the next (RFC 3550 §11).</summary>
/// <param name="Rtp">The RTP socket; non-blocking.</param>
/// <param name="Rtcp">The RTCP socket; non-blocking.</param>
/// <param name="RtpPort">Number of the RTP port.</param>
public sealed record RtpPortPair(Socket Rtp, Socket Rtcp, int RtpPort);
