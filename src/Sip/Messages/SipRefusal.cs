using System.Buffers.Text;

namespace RtcCluster.Sip.Messages;

/// <summary>What a request that could not be read deserves: an answer without any state, or silence.</summary>
/// <param name="StatusCode">The code of the answer.</param>
/// <param name="Reason">Its text, in UTF-8.</param>
public readonly record struct SipRefusal(int StatusCode, ReadOnlyMemory<byte> Reason)
{
    /// <summary>The answer that a status deserves; null when the message is dropped and counted.</summary>
    /// <remarks>Whether there is anybody to answer is known only from the bytes: <see cref="TryWrite"/> decides that.</remarks>
    public static SipRefusal? For(SipParseStatus status) => status switch
    {
        // Without Via there is no way back (RFC 3261 §18.2.2), and what is no SIP request has nobody who waits for an answer.
        SipParseStatus.Ok or SipParseStatus.Empty or SipParseStatus.NotSip or SipParseStatus.MissingVia => null,
        SipParseStatus.BadStatusCode => null,
        SipParseStatus.BadVersion => Answer(505, "Version Not Supported"u8),
        SipParseStatus.UnsupportedUriScheme => Answer(416, "Unsupported URI Scheme"u8),
        SipParseStatus.UriTooLong => Answer(414, "Request-URI Too Long"u8),
        SipParseStatus.BodyTooLarge => Answer(413, "Request Entity Too Large"u8),
        SipParseStatus.MessageTooLarge or SipParseStatus.HeaderTooLarge or SipParseStatus.TooManyHeaders
            => Answer(513, "Message Too Large"u8),
        SipParseStatus.MissingHeaderEnd => Answer(400, "Missing Blank Line"u8),
        SipParseStatus.BadLineBreak => Answer(400, "Bad Line Break"u8),
        SipParseStatus.BadStartLine => Answer(400, "Bad Request Line"u8),
        SipParseStatus.BadRequestUri => Answer(400, "Bad Request-URI"u8),
        SipParseStatus.BadHeader => Answer(400, "Bad Header Line"u8),
        SipParseStatus.DuplicateHeader => Answer(400, "Duplicate Header"u8),
        SipParseStatus.MissingFrom => Answer(400, "Missing From"u8),
        SipParseStatus.MissingTo => Answer(400, "Missing To"u8),
        SipParseStatus.MissingCallId => Answer(400, "Missing Call-ID"u8),
        SipParseStatus.MissingCSeq => Answer(400, "Missing CSeq"u8),
        SipParseStatus.BadVia => Answer(400, "Bad Via"u8),
        SipParseStatus.BadFrom => Answer(400, "Bad From"u8),
        SipParseStatus.BadTo => Answer(400, "Bad To"u8),
        SipParseStatus.BadCallId => Answer(400, "Bad Call-ID"u8),
        SipParseStatus.BadCSeq => Answer(400, "Bad CSeq"u8),
        SipParseStatus.CSeqMismatch => Answer(400, "CSeq Method Mismatch"u8),
        SipParseStatus.BadMaxForwards => Answer(400, "Bad Max-Forwards"u8),
        SipParseStatus.BadContentLength => Answer(400, "Bad Content-Length"u8),
        SipParseStatus.ContentLengthMismatch => Answer(400, "Content-Length Exceeds Message"u8),
        SipParseStatus.MissingContentLength => Answer(400, "Missing Content-Length"u8),
        SipParseStatus.BadContact => Answer(400, "Bad Contact"u8),
        SipParseStatus.BadRoute => Answer(400, "Bad Route"u8),
        _ => null,
    };

    /// <summary>Writes the whole answer. False when there is none: a response, an ACK, no Via, or nothing to refuse.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="status">Why the request could not be read.</param>
    /// <param name="request">The bytes that could not be read, as they came.</param>
    /// <param name="limits">The limits they were read with.</param>
    /// <param name="sourceAddress">Where they came from, IPv6 without brackets.</param>
    /// <param name="sourcePort">The port they came from.</param>
    /// <param name="answer">The answer, valid until the writer's next start line.</param>
    public static bool TryWrite(
        SipWriter writer,
        SipParseStatus status,
        ReadOnlySpan<byte> request,
        SipLimits limits,
        ReadOnlySpan<byte> sourceAddress,
        int sourcePort,
        out ReadOnlySpan<byte> answer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(limits);
        answer = default;
        if (For(status) is not { } refusal)
        {
            return false;
        }

        using var message = SipMessage.ReadAnyway(request, limits, out _);
        if (!IsAnswerable(request, message))
        {
            return false;
        }

        Span<byte> tag = stackalloc byte[16];
        WriteTag(message, tag);
        SipResponse.Start(writer, message, refusal.StatusCode, refusal.Reason.Span, tag, sourceAddress, sourcePort);
        return writer.TryEnd(out answer);
    }

    private static SipRefusal Answer(int code, ReadOnlySpan<byte> reason) => new(code, reason.ToArray());

    // A response is never answered, an ACK never either (RFC 3261 §17); a bad start line may hide which of the two it is.
    private static bool IsAnswerable(ReadOnlySpan<byte> request, SipMessage message)
    {
        var text = request.TrimStart("\r\n\0"u8);
        return message.Has(SipHeader.Via)
            && message.CSeqMethod != SipMethod.Ack
            && !text.StartsWith("ACK"u8)
            && !(text.Length > 3 && SipGrammar.Same(text[..4], "SIP/"u8));
    }

    // RFC 3261 §8.2.7: a stateless server gives the same tag to each retransmission, so it is a hash (FNV-1a) and not chance.
    private static void WriteTag(SipMessage message, Span<byte> tag)
    {
        var hash = 14695981039346656037UL;
        Mix(message.CallId);
        Mix(message.TryGet(SipHeader.CSeq, out var cseq) ? cseq : default);
        Mix(message.TryGet(SipHeader.Via, out var via) ? via : default);
        Utf8Formatter.TryFormat(hash, tag, out _, new System.Buffers.StandardFormat('x', 16));

        void Mix(ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
            {
                hash = (hash ^ b) * 1099511628211UL;
            }
        }
    }
}
