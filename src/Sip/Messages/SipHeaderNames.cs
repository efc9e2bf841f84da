using System.Text;

namespace RtcCluster.Sip.Messages;

/// <summary>Reads header names, long and compact, in any case (RFC 3261 §7.3.1, §7.3.3).</summary>
internal static class SipHeaderNames
{
    /// <summary>The header of a name; <see cref="SipHeader.Unknown"/> when it is not one of ours.</summary>
    internal static SipHeader Read(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1)
        {
            return ReadCompact(name[0]);
        }

        return name.IsEmpty ? SipHeader.Unknown : ReadLong(name);
    }

    private static SipHeader ReadCompact(byte letter) => (letter | 0x20) switch
    {
        'a' => SipHeader.AcceptContact,
        'b' => SipHeader.ReferredBy,
        'c' => SipHeader.ContentType,
        'd' => SipHeader.RequestDisposition,
        'e' => SipHeader.ContentEncoding,
        'f' => SipHeader.From,
        'i' => SipHeader.CallId,
        'j' => SipHeader.RejectContact,
        'k' => SipHeader.Supported,
        'l' => SipHeader.ContentLength,
        'm' => SipHeader.Contact,
        'o' => SipHeader.Event,
        'r' => SipHeader.ReferTo,
        's' => SipHeader.Subject,
        't' => SipHeader.To,
        'u' => SipHeader.AllowEvents,
        'v' => SipHeader.Via,
        'x' => SipHeader.SessionExpires,
        'y' => SipHeader.Identity,
        _ => SipHeader.Unknown,
    };

    // Length and first letter leave at most three candidates; the compare settles it.
    private static SipHeader ReadLong(ReadOnlySpan<byte> name) => (name.Length, name[0] | 0x20) switch
    {
        (2, 't') => Match(name, "To"u8, SipHeader.To),
        (3, 'v') => Match(name, "Via"u8, SipHeader.Via),
        (4, 'c') => Match(name, "CSeq"u8, SipHeader.CSeq),
        (4, 'd') => Match(name, "Date"u8, SipHeader.Date),
        (4, 'f') => Match(name, "From"u8, SipHeader.From),
        (4, 'j') => Match(name, "Join"u8, SipHeader.Join),
        (4, 'p') => Match(name, "Path"u8, SipHeader.Path),
        (4, 'r') => Match(name, "RAck"u8, SipHeader.RAck, "RSeq"u8, SipHeader.RSeq),
        (5, 'a') => Match(name, "Allow"u8, SipHeader.Allow),
        (5, 'e') => Match(name, "Event"u8, SipHeader.Event),
        (5, 'r') => Match(name, "Route"u8, SipHeader.Route),
        (6, 'a') => Match(name, "Accept"u8, SipHeader.Accept),
        (6, 'm') => Match(name, "Min-SE"u8, SipHeader.MinSE),
        (6, 'r') => Match(name, "Reason"u8, SipHeader.Reason),
        (6, 's') => Match(name, "Server"u8, SipHeader.Server),
        (7, 'c') => Match(name, "Call-ID"u8, SipHeader.CallId, "Contact"u8, SipHeader.Contact),
        (7, 'e') => Match(name, "Expires"u8, SipHeader.Expires),
        (7, 'p') => Match(name, "Privacy"u8, SipHeader.Privacy),
        (7, 'r') => Match(name, "Require"u8, SipHeader.Require),
        (7, 's') => Match(name, "Subject"u8, SipHeader.Subject),
        (7, 'w') => Match(name, "Warning"u8, SipHeader.Warning),
        (8, 'i') => Match(name, "Identity"u8, SipHeader.Identity),
        (8, 'p') => Match(name, "Priority"u8, SipHeader.Priority),
        (8, 'r') => Match(name, "Refer-To"u8, SipHeader.ReferTo, "Replaces"u8, SipHeader.Replaces, "Reply-To"u8, SipHeader.ReplyTo),
        (8, 's') => Match(name, "SIP-ETag"u8, SipHeader.SipETag),
        (9, 'c') => Match(name, "Call-Info"u8, SipHeader.CallInfo),
        (9, 'd') => Match(name, "Diversion"u8, SipHeader.Diversion),
        (9, 'r') => Match(name, "Refer-Sub"u8, SipHeader.ReferSub),
        (9, 's') => Match(name, "Supported"u8, SipHeader.Supported),
        (9, 't') => Match(name, "Timestamp"u8, SipHeader.Timestamp),
        (10, 'a') => Match(name, "Alert-Info"u8, SipHeader.AlertInfo),
        (10, 'e') => Match(name, "Error-Info"u8, SipHeader.ErrorInfo),
        (10, 'f') => Match(name, "Flow-Timer"u8, SipHeader.FlowTimer),
        (10, 'u') => Match(name, "User-Agent"u8, SipHeader.UserAgent),
        (11, 'i') => Match(name, "In-Reply-To"u8, SipHeader.InReplyTo),
        (11, 'm') => Match(name, "Min-Expires"u8, SipHeader.MinExpires),
        (11, 'r') => Match(name, "Referred-By"u8, SipHeader.ReferredBy, "Retry-After"u8, SipHeader.RetryAfter),
        (11, 'u') => Match(name, "Unsupported"u8, SipHeader.Unsupported),
        (12, 'a') => Match(name, "Allow-Events"u8, SipHeader.AllowEvents),
        (12, 'c') => Match(name, "Content-Type"u8, SipHeader.ContentType),
        (12, 'h') => Match(name, "History-Info"u8, SipHeader.HistoryInfo),
        (12, 'm') => Match(name, "Max-Forwards"u8, SipHeader.MaxForwards, "MIME-Version"u8, SipHeader.MimeVersion),
        (12, 'o') => Match(name, "Organization"u8, SipHeader.Organization),
        (12, 'r') => Match(name, "Record-Route"u8, SipHeader.RecordRoute),
        (12, 's') => Match(name, "SIP-If-Match"u8, SipHeader.SipIfMatch),
        (12, 'u') => Match(name, "User-to-User"u8, SipHeader.UserToUser),
        (13, 'a') => Match(name, "Authorization"u8, SipHeader.Authorization),
        (13, 'p') => Match(name, "Proxy-Require"u8, SipHeader.ProxyRequire),
        (13, 's') => Match(name, "Service-Route"u8, SipHeader.ServiceRoute),
        (13, 't') => Match(name, "Target-Dialog"u8, SipHeader.TargetDialog),
        (14, 'a') => Match(name, "Accept-Contact"u8, SipHeader.AcceptContact),
        (14, 'c') => Match(name, "Content-Length"u8, SipHeader.ContentLength),
        (14, 'r') => Match(name, "Reject-Contact"u8, SipHeader.RejectContact),
        (15, 'a') => Match(name, "Accept-Encoding"u8, SipHeader.AcceptEncoding, "Accept-Language"u8, SipHeader.AcceptLanguage),
        (15, 's') => Match(name, "Session-Expires"u8, SipHeader.SessionExpires),
        (16, 'c') => Match(name, "Content-Encoding"u8, SipHeader.ContentEncoding, "Content-Language"u8, SipHeader.ContentLanguage),
        (16, 'w') => Match(name, "WWW-Authenticate"u8, SipHeader.WwwAuthenticate),
        (18, 'p') => Match(name, "Proxy-Authenticate"u8, SipHeader.ProxyAuthenticate),
        (18, 's') => Match(name, "Subscription-State"u8, SipHeader.SubscriptionState),
        (19, 'a') => Match(name, "Authentication-Info"u8, SipHeader.AuthenticationInfo),
        (19, 'c') => Match(name, "Content-Disposition"u8, SipHeader.ContentDisposition),
        (19, 'p') => Match(name, "P-Asserted-Identity"u8, SipHeader.PAssertedIdentity, "Proxy-Authorization"u8, SipHeader.ProxyAuthorization),
        (19, 'r') => Match(name, "Request-Disposition"u8, SipHeader.RequestDisposition),
        (20, 'p') => Match(name, "P-Preferred-Identity"u8, SipHeader.PPreferredIdentity),
        (25, 'p') => Match(name, "Proxy-Authentication-Info"u8, SipHeader.ProxyAuthenticationInfo),
        _ => SipHeader.Unknown,
    };

    private static SipHeader Match(ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, SipHeader first)
        => Ascii.EqualsIgnoreCase(name, one) ? first : SipHeader.Unknown;

    private static SipHeader Match(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, SipHeader first, ReadOnlySpan<byte> two, SipHeader second)
        => Ascii.EqualsIgnoreCase(name, one) ? first : Match(name, two, second);

    private static SipHeader Match(
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> one,
        SipHeader first,
        ReadOnlySpan<byte> two,
        SipHeader second,
        ReadOnlySpan<byte> three,
        SipHeader third)
        => Ascii.EqualsIgnoreCase(name, one) ? first : Match(name, two, second, three, third);
}
