namespace RtcCluster.Media.Sdp;

/// <summary>A c= line (RFC 8866 §5.7).</summary>
/// <param name="AddressType">IP4 or IP6.</param>
/// <param name="Address">The address, with a multicast TTL after a slash when there is one.</param>
public sealed record SdpConnection(string AddressType, string Address);
