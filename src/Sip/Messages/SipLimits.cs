using System.Runtime.CompilerServices;

namespace RtcCluster.Sip.Messages;

/// <summary>How much of a message we are ready to look at. Immutable; share one instance. A negative bound throws when it is set.</summary>
public sealed class SipLimits
{
    /// <summary>The defaults below.</summary>
    public static SipLimits Default { get; } = new();

    /// <summary>Bytes of a whole message. 65,535 is what the length field of a UDP datagram can say, so no transport carries less.</summary>
    public int MaxMessageBytes { get; init => field = Bound(value); } = 65_535;

    /// <summary>
    /// Bytes from the start line to the blank line. RFC 4475 §3.1.1.7 (longreq) has 3.5 kB on purpose; an INVITE through ten proxies with
    /// Record-Route, Via, Identity (RFC 8224) and P-headers stays under 8 kB, and HTTP servers allow 32 kB for the same reason.
    /// </summary>
    public int MaxHeaderBytes { get; init => field = Bound(value); } = 32_768;

    /// <summary>Bytes of a body. An SDP with 20 media and their candidates has about 20 kB; the rest of a datagram is not ours to refuse.</summary>
    public int MaxBodyBytes { get; init => field = Bound(value); } = 65_535;

    /// <summary>Header lines. 70 hops (Max-Forwards of RFC 3261 §8.1.1.6) with a Via and a Record-Route line each, and 60 others.</summary>
    public int MaxHeaders { get; init => field = Bound(value); } = 200;

    /// <summary>Bytes of a Request-URI, more is 414. Longest seen in the field: escaped headers of a parked call, under 1 kB.</summary>
    public int MaxUriBytes { get; init => field = Bound(value); } = 2_048;

    private static int Bound(int value, [CallerMemberName] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, name);
        return value;
    }
}
