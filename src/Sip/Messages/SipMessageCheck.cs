namespace RtcCluster.Sip.Messages;

/// <summary>What must be there and well-formed before anybody looks at a message. RFC 3261 §8.1.1, §8.2, §16.3.</summary>
internal static class SipMessageCheck
{
    internal static SipParseStatus Check(SipMessage message)
    {
        var status = CheckMandatory(message);
        if (status == SipParseStatus.Ok && message.IsRequest)
        {
            status = CheckRequest(message);
        }

        return status == SipParseStatus.Ok ? CheckAddresses(message) : status;
    }

    private static SipParseStatus CheckMandatory(SipMessage message)
    {
        if (!message.Has(SipHeader.Via))
        {
            return SipParseStatus.MissingVia;
        }

        foreach (var value in message.Values(SipHeader.Via))
        {
            if (!Via.TryParse(value, out _))
            {
                return SipParseStatus.BadVia;
            }
        }

        if (!message.TryGet(SipHeader.Via, out _))
        {
            return SipParseStatus.BadVia;
        }

        if (!message.Has(SipHeader.From))
        {
            return SipParseStatus.MissingFrom;
        }

        if (!IsAddress(message, SipHeader.From))
        {
            return SipParseStatus.BadFrom;
        }

        if (!message.Has(SipHeader.To))
        {
            return SipParseStatus.MissingTo;
        }

        if (!IsAddress(message, SipHeader.To))
        {
            return SipParseStatus.BadTo;
        }

        return CheckCall(message);
    }

    private static SipParseStatus CheckCall(SipMessage message)
    {
        if (!message.Has(SipHeader.CallId))
        {
            return SipParseStatus.MissingCallId;
        }

        // callid = word [ "@" word ]: printable ASCII. Which of the brackets and quotes come in pairs means nothing.
        if (message.CallId.IsEmpty || message.CallId.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) >= 0)
        {
            return SipParseStatus.BadCallId;
        }

        if (!message.TryGet(SipHeader.CSeq, out var cseq))
        {
            return message.Has(SipHeader.CSeq) ? SipParseStatus.BadCSeq : SipParseStatus.MissingCSeq;
        }

        return CSeq.TryParse(cseq, out _) ? SipParseStatus.Ok : SipParseStatus.BadCSeq;
    }

    private static SipParseStatus CheckRequest(SipMessage message)
    {
        if (!SipUri.TryParse(message.RequestUri, out var uri) || uri.HasHeaders)
        {
            return SipParseStatus.BadRequestUri;
        }

        if (uri.Scheme == SipUriScheme.Other)
        {
            return SipParseStatus.UnsupportedUriScheme;
        }

        if (!message.CSeqMethodToken.SequenceEqual(message.MethodToken))
        {
            return SipParseStatus.CSeqMismatch;
        }

        return message.Has(SipHeader.MaxForwards) && message.MaxForwards < 0 ? SipParseStatus.BadMaxForwards : SipParseStatus.Ok;
    }

    private static SipParseStatus CheckAddresses(SipMessage message)
    {
        foreach (var value in message.Values(SipHeader.Contact))
        {
            if (!Contact.TryParse(value, out _))
            {
                return SipParseStatus.BadContact;
            }
        }

        return AreRoutes(message, SipHeader.Route) && AreRoutes(message, SipHeader.RecordRoute)
            ? SipParseStatus.Ok
            : SipParseStatus.BadRoute;
    }

    //   Route = "Route" HCOLON name-addr *( SEMI rr-param ), angle brackets mandatory
    private static bool AreRoutes(SipMessage message, SipHeader header)
    {
        foreach (var value in message.Values(header))
        {
            if (!NameAddr.TryParse(value, out var route) || !route.IsBracketed)
            {
                return false;
            }
        }

        return true;
    }

    // A second value after a comma would be a second sender: the comma stands in no bare name or URI, so TryParse refuses it.
    private static bool IsAddress(SipMessage message, SipHeader header)
        => message.TryGet(header, out var value) && NameAddr.TryParse(value, out _);
}
