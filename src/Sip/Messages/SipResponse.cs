namespace RtcCluster.Sip.Messages;

/// <summary>The headers that every response takes from its request. RFC 3261 §8.2.6.2, §18.2.1, RFC 3581.</summary>
public static class SipResponse
{
    /// <summary>
    /// Begins a response: start line, all Via lines with the source stamped on the first, From, To, Call-ID, CSeq. What could not be
    /// read in the request is left out.
    /// </summary>
    /// <param name="writer">Where it goes; the caller adds headers and ends it.</param>
    /// <param name="request">The request.</param>
    /// <param name="statusCode">100 to 699.</param>
    /// <param name="reason">The text for people; empty takes the RFC's own.</param>
    /// <param name="toTag">The tag for To when the request has none; empty leaves To as it is (only right for 100).</param>
    /// <param name="sourceAddress">The address that the request came from, IPv6 without brackets; empty stamps nothing.</param>
    /// <param name="sourcePort">The port that the request came from.</param>
    public static void Start(
        SipWriter writer,
        SipMessage request,
        int statusCode,
        ReadOnlySpan<byte> reason = default,
        ReadOnlySpan<byte> toTag = default,
        ReadOnlySpan<byte> sourceAddress = default,
        int sourcePort = 0)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(request);
        writer.StartResponse(statusCode, reason);
        WriteVias(writer, request, sourceAddress, sourcePort);
        writer.Copy(request, SipHeader.From);
        WriteTo(writer, request, toTag);
        writer.Copy(request, SipHeader.CallId);
        writer.Copy(request, SipHeader.CSeq);
    }

    private static void WriteVias(SipWriter writer, SipMessage request, ReadOnlySpan<byte> sourceAddress, int sourcePort)
    {
        var first = true;
        foreach (var value in request.Values(SipHeader.Via))
        {
            writer.Begin(SipHeader.Via);
            if (first && !sourceAddress.IsEmpty && Via.TryParse(value, out var via))
            {
                Stamp(writer, via, sourceAddress, sourcePort);
            }
            else
            {
                writer.Append(value);
            }

            writer.End();
            first = false;
        }
    }

    // received is added when the sent-by is not the source address, and always with rport (RFC 3581 §4). What the client wrote into
    // either is not believed.
    private static void Stamp(SipWriter writer, Via via, ReadOnlySpan<byte> sourceAddress, int sourcePort)
    {
        var rport = via.HasRport;
        writer.Append("SIP/2.0/"u8);
        writer.Append(via.Transport);
        writer.Append(" "u8);
        writer.Append(via.SentBy);
        foreach (var parameter in via.Parameters)
        {
            if (SipGrammar.Same(parameter.Name, "received"u8) || SipGrammar.Same(parameter.Name, "rport"u8))
            {
                continue;
            }

            writer.Append(";"u8);
            writer.Append(parameter.Name);
            if (parameter.HasValue)
            {
                writer.Append("="u8);
                writer.Append(parameter.Value);
            }
        }

        var host = via.HostKind == SipHostKind.IPv6 ? via.Host[1..^1] : via.Host;
        if (rport || !SipGrammar.Same(host, sourceAddress))
        {
            writer.Parameter("received"u8, sourceAddress);
        }

        if (rport)
        {
            writer.Parameter("rport"u8, sourcePort);
        }
    }

    private static void WriteTo(SipWriter writer, SipMessage request, ReadOnlySpan<byte> toTag)
    {
        if (!request.TryGet(SipHeader.To, out var to))
        {
            return;
        }

        writer.Begin(SipHeader.To);
        writer.Append(to);
        if (!toTag.IsEmpty && request.ToTag.IsEmpty)
        {
            writer.Parameter("tag"u8, toTag);
        }

        writer.End();
    }
}
