namespace RtcCluster.Sip.Messages;

/// <summary>What the standards say about each <see cref="SipHeader"/>: its name and whether a comma parts its values.</summary>
public static class SipHeaders
{
    /// <summary>The number of values of <see cref="SipHeader"/>, <see cref="SipHeader.Unknown"/> included.</summary>
    internal const int Count = (int)SipHeader.WwwAuthenticate + 1;

    /// <summary>The header of a name, long or compact, in any case.</summary>
    public static SipHeader Read(ReadOnlySpan<byte> name) => SipHeaderNames.Read(name);

    /// <summary>The long name as the RFCs write it; empty for <see cref="SipHeader.Unknown"/>.</summary>
    public static ReadOnlySpan<byte> NameOf(SipHeader header) => header switch
    {
        SipHeader.Accept => "Accept"u8,
        SipHeader.AcceptContact => "Accept-Contact"u8,
        SipHeader.AcceptEncoding => "Accept-Encoding"u8,
        SipHeader.AcceptLanguage => "Accept-Language"u8,
        SipHeader.AlertInfo => "Alert-Info"u8,
        SipHeader.Allow => "Allow"u8,
        SipHeader.AllowEvents => "Allow-Events"u8,
        SipHeader.AuthenticationInfo => "Authentication-Info"u8,
        SipHeader.Authorization => "Authorization"u8,
        SipHeader.CallId => "Call-ID"u8,
        SipHeader.CallInfo => "Call-Info"u8,
        SipHeader.Contact => "Contact"u8,
        SipHeader.ContentDisposition => "Content-Disposition"u8,
        SipHeader.ContentEncoding => "Content-Encoding"u8,
        SipHeader.ContentLanguage => "Content-Language"u8,
        SipHeader.ContentLength => "Content-Length"u8,
        SipHeader.ContentType => "Content-Type"u8,
        SipHeader.CSeq => "CSeq"u8,
        SipHeader.Date => "Date"u8,
        SipHeader.Diversion => "Diversion"u8,
        SipHeader.ErrorInfo => "Error-Info"u8,
        SipHeader.Event => "Event"u8,
        SipHeader.Expires => "Expires"u8,
        SipHeader.FlowTimer => "Flow-Timer"u8,
        SipHeader.From => "From"u8,
        SipHeader.HistoryInfo => "History-Info"u8,
        SipHeader.Identity => "Identity"u8,
        SipHeader.InReplyTo => "In-Reply-To"u8,
        SipHeader.Join => "Join"u8,
        SipHeader.MaxForwards => "Max-Forwards"u8,
        SipHeader.MimeVersion => "MIME-Version"u8,
        SipHeader.MinExpires => "Min-Expires"u8,
        SipHeader.MinSE => "Min-SE"u8,
        SipHeader.Organization => "Organization"u8,
        SipHeader.PAssertedIdentity => "P-Asserted-Identity"u8,
        SipHeader.PPreferredIdentity => "P-Preferred-Identity"u8,
        SipHeader.Path => "Path"u8,
        SipHeader.Priority => "Priority"u8,
        SipHeader.Privacy => "Privacy"u8,
        SipHeader.ProxyAuthenticate => "Proxy-Authenticate"u8,
        SipHeader.ProxyAuthenticationInfo => "Proxy-Authentication-Info"u8,
        SipHeader.ProxyAuthorization => "Proxy-Authorization"u8,
        SipHeader.ProxyRequire => "Proxy-Require"u8,
        SipHeader.RAck => "RAck"u8,
        SipHeader.Reason => "Reason"u8,
        SipHeader.RecordRoute => "Record-Route"u8,
        SipHeader.ReferSub => "Refer-Sub"u8,
        SipHeader.ReferTo => "Refer-To"u8,
        SipHeader.ReferredBy => "Referred-By"u8,
        SipHeader.RejectContact => "Reject-Contact"u8,
        SipHeader.Replaces => "Replaces"u8,
        SipHeader.ReplyTo => "Reply-To"u8,
        SipHeader.RequestDisposition => "Request-Disposition"u8,
        SipHeader.Require => "Require"u8,
        SipHeader.RetryAfter => "Retry-After"u8,
        SipHeader.Route => "Route"u8,
        SipHeader.RSeq => "RSeq"u8,
        SipHeader.Server => "Server"u8,
        SipHeader.ServiceRoute => "Service-Route"u8,
        SipHeader.SessionExpires => "Session-Expires"u8,
        SipHeader.SipETag => "SIP-ETag"u8,
        SipHeader.SipIfMatch => "SIP-If-Match"u8,
        SipHeader.Subject => "Subject"u8,
        SipHeader.SubscriptionState => "Subscription-State"u8,
        SipHeader.Supported => "Supported"u8,
        SipHeader.TargetDialog => "Target-Dialog"u8,
        SipHeader.Timestamp => "Timestamp"u8,
        SipHeader.To => "To"u8,
        SipHeader.Unsupported => "Unsupported"u8,
        SipHeader.UserAgent => "User-Agent"u8,
        SipHeader.UserToUser => "User-to-User"u8,
        SipHeader.Via => "Via"u8,
        SipHeader.Warning => "Warning"u8,
        SipHeader.WwwAuthenticate => "WWW-Authenticate"u8,
        _ => [],
    };

    /// <summary>True when one line may hold several values parted by commas (RFC 3261 §7.3.1). Unknown headers are never split.</summary>
    public static bool IsList(SipHeader header) => header switch
    {
        SipHeader.Accept
            or SipHeader.AcceptContact
            or SipHeader.AcceptEncoding
            or SipHeader.AcceptLanguage
            or SipHeader.AlertInfo
            or SipHeader.Allow
            or SipHeader.AllowEvents
            or SipHeader.CallInfo
            or SipHeader.Contact
            or SipHeader.ContentEncoding
            or SipHeader.ContentLanguage
            or SipHeader.Diversion
            or SipHeader.ErrorInfo
            or SipHeader.HistoryInfo
            or SipHeader.InReplyTo
            or SipHeader.PAssertedIdentity
            or SipHeader.PPreferredIdentity
            or SipHeader.Path
            or SipHeader.ProxyRequire
            or SipHeader.Reason
            or SipHeader.RecordRoute
            or SipHeader.RejectContact
            or SipHeader.RequestDisposition
            or SipHeader.Require
            or SipHeader.Route
            or SipHeader.ServiceRoute
            or SipHeader.Supported
            or SipHeader.Unsupported
            or SipHeader.UserToUser
            or SipHeader.Via
            or SipHeader.Warning => true,
        _ => false,
    };

    /// <summary>True when a message that repeats the header has no meaning any more and is refused (RFC 4475 §3.3.8, §3.3.9).</summary>
    internal static bool IsUnique(SipHeader header) => header
        is SipHeader.CallId
        or SipHeader.CSeq
        or SipHeader.From
        or SipHeader.To
        or SipHeader.MaxForwards
        or SipHeader.ContentLength
        or SipHeader.ContentType
        or SipHeader.RAck
        or SipHeader.RSeq;
}
