namespace RtcCluster.Sip.Messages;

/// <summary>What a host is written as.</summary>
public enum SipHostKind : byte
{
    /// <summary>There is no host, as in tel.</summary>
    None,

    /// <summary>A domain name.</summary>
    Name,

    /// <summary>An IPv4 address in dotted form.</summary>
    IPv4,

    /// <summary>An IPv6 address in brackets.</summary>
    IPv6,
}
