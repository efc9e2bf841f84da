using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Torture;

/// <summary>RFC 4475 §3.1.2: messages that no grammar allows, and what we answer. Same defect as there, other words.</summary>
public sealed class MalformedTests
{
    [Fact]
    public void Rfc4475_3_1_2_1_ExtraSeparatorsInViaAndContact_Are400()
    {
        Refused(Invite("Contact: \"Ana\" <sip:ana@example.org>;;;;"), SipParseStatus.BadContact, "SIP/2.0 400 Bad Contact");
        Refused(Invite("Via: SIP/2.0/UDP 127.0.0.15;;,;,,"), SipParseStatus.BadVia, "SIP/2.0 400 Bad Via");
    }

    [Fact]
    public void Rfc4475_3_1_2_2_ContentLengthBeyondTheDatagram_Is400()
        => Refused(Invite("Content-Length: 9999"), SipParseStatus.ContentLengthMismatch, "SIP/2.0 400 Content-Length Exceeds Message");

    [Fact]
    public void Rfc4475_3_1_2_3_NegativeContentLength_Is400()
        => Refused(Invite("Content-Length: -999"), SipParseStatus.BadContentLength, "SIP/2.0 400 Bad Content-Length");

    [Fact]
    public void Rfc4475_3_1_2_4_OverlargeNumbersInARequest_Are400_ButExpiresSaturates()
    {
        Refused(Register("CSeq: 36893488147419103232 REGISTER"), SipParseStatus.BadCSeq, "SIP/2.0 400 Bad CSeq");
        Refused(Register("Max-Forwards: 300"), SipParseStatus.BadMaxForwards, "SIP/2.0 400 Bad Max-Forwards");

        // RFC 3261 §20.19 bounds Expires at 2^32-1 and asks nobody to refuse more; a phone that wants "for ever" gets our maximum.
        using var message = Wire.Read(Register(
            $"""
            Expires: 1{new string('0', 100)}
            Contact: <sip:ana@box.example.org>
              ;expires=280297596632815
            """));
        message.TryGet(SipHeader.Expires, out var expires);
        Assert.True(DeltaSeconds.TryParse(expires, out var seconds));
        Assert.Equal(4_294_967_295, seconds);
        message.TryGet(SipHeader.Contact, out var value);
        Assert.True(Contact.TryParse(value, out var contact));
        Assert.Equal(4_294_967_295, contact.Expires);
    }

    [Fact]
    public void Rfc4475_3_1_2_5_OverlargeNumbersInAResponse_DropIt_ButRetryAfterSaturates()
    {
        Refused(TortureText.Response("503 Service Unavailable", "OPTIONS", "CSeq: 9292394834772304023312 OPTIONS"), SipParseStatus.BadCSeq, null);

        using var message = Wire.Read(TortureText.Response("503 Service Unavailable", "OPTIONS",
            """
            Retry-After: 949302838503028349304023988
            Warning: 1812 overture "In Progress"
            """));
        message.TryGet(SipHeader.RetryAfter, out var text);
        Assert.True(RetryAfter.TryParse(text, out var retryAfter));
        Assert.Equal(4_294_967_295, retryAfter.Seconds);
        message.TryGet(SipHeader.Warning, out text);
        Assert.False(Warning.TryParse(text, out _));
    }

    [Fact]
    public void Rfc4475_3_1_2_6_UnclosedQuote_Is400()
        => Refused(Invite("To: \"Sra. Ana <sip:ana@example.org>"), SipParseStatus.BadTo, "SIP/2.0 400 Bad To");

    [Fact]
    public void Rfc4475_3_1_2_7_BracketsAroundTheRequestUri_Are400()
        => Refused(TortureText.Request("INVITE", "<sip:ana@example.org>", ""), SipParseStatus.BadRequestUri, "SIP/2.0 400 Bad Request-URI");

    [Fact]
    public void Rfc4475_3_1_2_8_BlankInTheRequestUri_Is400()
        => Refused(TortureText.Request("INVITE", "sip:ana@example.org; lr", ""), SipParseStatus.BadStartLine, "SIP/2.0 400 Bad Request Line");

    [Fact]
    public void Rfc4475_3_1_2_9_SeveralBlanksInTheRequestLine_Are400()
        => Refused(TortureText.Request("INVITE ", "sip:ana@example.org ", ""), SipParseStatus.BadStartLine, "SIP/2.0 400 Bad Request Line");

    [Fact]
    public void Rfc4475_3_1_2_10_BlanksAfterTheVersion_Are400()
        => Refused(
            TortureText.Request("OPTIONS", "sip:ana@example.org", "").Replace("SIP/2.0\nVia", "SIP/2.0  \nVia", StringComparison.Ordinal),
            SipParseStatus.BadStartLine,
            "SIP/2.0 400 Bad Request Line");

    [Fact]
    public void Rfc4475_3_1_2_11_HeadersInTheRequestUri_Are400_BecauseObeyingThemWouldLetACallerWriteOurRoute()
        => Refused(
            TortureText.Request("INVITE", "sip:ana@example.org?Route=%3Csip:example.org%3E", ""),
            SipParseStatus.BadRequestUri,
            "SIP/2.0 400 Bad Request-URI");

    [Fact]
    public void Rfc4475_3_1_2_12_DateNotInGmt_IsIgnored_BecauseNothingHangsOnIt()
    {
        using var message = Wire.Read(Invite("Date: Sat, 02 Jan 2010 16:00:00 EST"));

        message.TryGet(SipHeader.Date, out var text);
        Assert.False(SipDate.TryParse(text, out _));
    }

    [Fact]
    public void Rfc4475_3_1_2_13_ContactWithHeadersOutsideBrackets_Is400()
        => Refused(Register("Contact: sip:ana@example.org?Route=%3Csip:sip.example.org%3E"), SipParseStatus.BadContact, "SIP/2.0 400 Bad Contact");

    [Fact]
    public void Rfc4475_3_1_2_14_BlanksInsideTheBrackets_Are400()
        => Refused(
            TortureText.Request("OPTIONS", "sip:ana@example.org", "To: \"Ana, Doctora\" < sip:ana@example.org >"),
            SipParseStatus.BadTo,
            "SIP/2.0 400 Bad To");

    [Fact]
    public void Rfc4475_3_1_2_15_UnquotedCommaInTheDisplayName_Is400()
        => Refused(
            TortureText.Request("OPTIONS", "sip:ana@example.org", "From:    Perez, Luis <sip:luis@example.org>;tag=43"),
            SipParseStatus.BadFrom,
            "SIP/2.0 400 Bad From");

    [Fact]
    public void Rfc4475_3_1_2_16_UnknownVersion_Is505()
    {
        var text = TortureText.Request("OPTIONS", "sip:ana@example.org", "").Replace("SIP/2.0", "SIP/7.0", StringComparison.Ordinal);
        Refused(text, SipParseStatus.BadVersion, "SIP/2.0 505 Version Not Supported");
    }

    [Fact]
    public void Rfc4475_3_1_2_17_CSeqOfAnotherKnownMethod_Is400()
        => Refused(
            TortureText.Request("OPTIONS", "sip:ana@example.org", "CSeq: 8 INVITE"),
            SipParseStatus.CSeqMismatch,
            "SIP/2.0 400 CSeq Method Mismatch");

    [Fact]
    public void Rfc4475_3_1_2_18_CSeqOfAnotherMethodThanAnUnknownOne_Is400_ThoughThe501WouldBeAllowed()
        => Refused(
            TortureText.Request("NOVELTY", "sip:ana@example.org", "CSeq: 8 INVITE"),
            SipParseStatus.CSeqMismatch,
            "SIP/2.0 400 CSeq Method Mismatch");

    [Fact]
    public void Rfc4475_3_1_2_19_OverlargeStatusCode_DropsTheResponse()
        => Refused(TortureText.Response("4294967301 do not overflow", "INVITE"), SipParseStatus.BadStatusCode, null);

    private static string Invite(string headers) => TortureText.Request("INVITE", "sip:ana@example.org", headers, "v=0\n");

    private static string Register(string headers) => TortureText.Request("REGISTER", "sip:example.org", headers);

    private static void Refused(string text, SipParseStatus status, string? answer) => Wire.AssertRefused(text, status, answer);
}
