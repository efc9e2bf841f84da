namespace RtcCluster.Sip.Messages;

/// <summary>The places of a request line or status line. RFC 3261 §7.1, §7.2.</summary>
public readonly record struct SipStartLine
{
    /// <summary>True for a request line.</summary>
    public bool IsRequest { get; init; }

    /// <summary>The method's token; empty for a response.</summary>
    public SipSlice Method { get; init; }

    /// <summary>The Request-URI; empty for a response.</summary>
    public SipSlice Uri { get; init; }

    /// <summary>100 to 699; 0 for a request.</summary>
    public int StatusCode { get; init; }

    /// <summary>The text after the status code, maybe empty; empty for a request.</summary>
    public SipSlice Reason { get; init; }
}
