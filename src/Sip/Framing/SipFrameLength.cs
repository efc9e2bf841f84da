using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Framing;

/// <summary>How long a message on a stream is, told by its header section alone.</summary>
internal static class SipFrameLength
{
    /// <summary>Finds Content-Length with the reader that also reads the message, so that the two never disagree.</summary>
    /// <param name="section">The header section, blank line included.</param>
    /// <param name="limits">How long the parts may be.</param>
    /// <param name="length">Bytes of the whole message; 0 unless Ok.</param>
    internal static SipParseStatus Measure(ReadOnlySpan<byte> section, SipLimits limits, out int length)
    {
        length = 0;
        var body = -1L;
        var reader = new SipReader(section, limits);
        if (!reader.TryReadStartLine(out _) && reader.Status == SipParseStatus.NotSip)
        {
            return SipParseStatus.NotSip;
        }

        while (reader.TryReadHeader(out var line))
        {
            if (line.Header != SipHeader.ContentLength)
            {
                continue;
            }

            if (!SipGrammar.TryReadNumber(line.Value.Of(section), int.MaxValue, out var value, out _))
            {
                return SipParseStatus.BadContentLength;
            }

            if (body >= 0 && body != value)
            {
                return SipParseStatus.DuplicateHeader;
            }

            body = value;
        }

        // A malformed line elsewhere does not move the end of the message: its refusal is the parser's.
        if (!reader.IsHeaderComplete)
        {
            return reader.Status;
        }

        if (body < 0)
        {
            return SipParseStatus.MissingContentLength;
        }

        if (body > limits.MaxBodyBytes || section.Length + body > limits.MaxMessageBytes)
        {
            return SipParseStatus.BodyTooLarge;
        }

        length = section.Length + (int)body;
        return SipParseStatus.Ok;
    }
}
