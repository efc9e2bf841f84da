namespace RtcCluster.Storage.Directory;

/// <summary>One address of a carrier or PBX.</summary>
/// <param name="Host">IP address or host name.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Transport">How SIP travels to it.</param>
/// <param name="Priority">Lower is tried first (as in RFC 2782).</param>
/// <param name="Weight">Share among peers of one priority, 0 to 65535 (as in RFC 2782).</param>
public sealed record TrunkPeer(string Host, int Port = 5060, TrunkTransport Transport = TrunkTransport.Udp, int Priority = 0, int Weight = 1);
