namespace RtcCluster.Media.Sdp;

/// <summary>The o= line (RFC 8866 §5.2).</summary>
/// <param name="Username">The user's login or "-".</param>
/// <param name="SessionId">A numeric string that makes the tuple unique; kept as text because peers exceed 64 bits.</param>
/// <param name="Version">A numeric string that grows when the description changes.</param>
/// <param name="AddressType">IP4 or IP6.</param>
/// <param name="Address">The address of the machine that made the session.</param>
public sealed record SdpOrigin(string Username, string SessionId, string Version, string AddressType, string Address);
