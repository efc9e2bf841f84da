namespace RtcCluster.Sip.Messages;

/// <summary>Why a message could not be read. <see cref="SipRefusal"/> knows the answer each deserves.</summary>
public enum SipParseStatus : byte
{
    /// <summary>The message is whole and its mandatory headers are well-formed.</summary>
    Ok,

    /// <summary>Nothing but line breaks or zero bytes: a keep-alive (RFC 5626 §3.5.1).</summary>
    Empty,

    /// <summary>The first line names no SIP version at all: not for us.</summary>
    NotSip,

    /// <summary>The message is longer than <see cref="SipLimits.MaxMessageBytes"/>.</summary>
    MessageTooLarge,

    /// <summary>The header section is longer than <see cref="SipLimits.MaxHeaderBytes"/>.</summary>
    HeaderTooLarge,

    /// <summary>More lines than <see cref="SipLimits.MaxHeaders"/>.</summary>
    TooManyHeaders,

    /// <summary>The body is longer than <see cref="SipLimits.MaxBodyBytes"/>.</summary>
    BodyTooLarge,

    /// <summary>The Request-URI is longer than <see cref="SipLimits.MaxUriBytes"/>.</summary>
    UriTooLong,

    /// <summary>The blank line after the headers is missing.</summary>
    MissingHeaderEnd,

    /// <summary>A CR without LF or LF without CR in the header section; parsers that accept one disagree about where a header starts.</summary>
    BadLineBreak,

    /// <summary>The first line has extra white space, a bad method or a missing part (RFC 3261 §7.1).</summary>
    BadStartLine,

    /// <summary>A SIP version other than 2.0.</summary>
    BadVersion,

    /// <summary>The status code is not three digits between 100 and 699.</summary>
    BadStatusCode,

    /// <summary>The Request-URI is malformed or carries headers (RFC 3261 §19.1.1).</summary>
    BadRequestUri,

    /// <summary>The Request-URI is none of sip, sips, tel (RFC 3261 §8.2.2.1).</summary>
    UnsupportedUriScheme,

    /// <summary>A header line without colon or with a bad name.</summary>
    BadHeader,

    /// <summary>A header that may occur once occurs more often.</summary>
    DuplicateHeader,

    /// <summary>No Via header.</summary>
    MissingVia,

    /// <summary>No From header.</summary>
    MissingFrom,

    /// <summary>No To header.</summary>
    MissingTo,

    /// <summary>No Call-ID header.</summary>
    MissingCallId,

    /// <summary>No CSeq header.</summary>
    MissingCSeq,

    /// <summary>A Via value is malformed.</summary>
    BadVia,

    /// <summary>From is malformed.</summary>
    BadFrom,

    /// <summary>To is malformed.</summary>
    BadTo,

    /// <summary>Call-ID is empty or has white space.</summary>
    BadCallId,

    /// <summary>CSeq is malformed or its number is 2^31 or more (RFC 3261 §8.1.1.5).</summary>
    BadCSeq,

    /// <summary>The method of CSeq is not that of the request line.</summary>
    CSeqMismatch,

    /// <summary>Max-Forwards is not a number from 0 to 255.</summary>
    BadMaxForwards,

    /// <summary>Content-Length is not a number.</summary>
    BadContentLength,

    /// <summary>Content-Length promises more bytes than there are.</summary>
    ContentLengthMismatch,

    /// <summary>A stream message without Content-Length (RFC 3261 §18.3).</summary>
    MissingContentLength,

    /// <summary>A Contact value is malformed.</summary>
    BadContact,

    /// <summary>A Route or Record-Route value is malformed.</summary>
    BadRoute,
}
