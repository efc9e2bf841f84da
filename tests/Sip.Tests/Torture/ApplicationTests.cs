using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Torture;

/// <summary>RFC 4475 §3.2 to §3.4: well-formed messages that only the layers above can judge, and what they get from us to judge by.</summary>
public sealed class ApplicationTests
{
    [Fact]
    public void Rfc4475_3_2_1_BranchOfNothingButTheCookie_IsReadAndSaysThatItIdentifiesNothing()
    {
        using var message = Wire.Read(Options("").Replace("z9hG4bKusual", "z9hG4bK", StringComparison.Ordinal));

        Assert.Equal("z9hG4bK", Wire.Text(message.TopVia.Branch));
        Assert.False(message.TopVia.HasMagicCookie);
    }

    [Fact]
    public void Rfc4475_3_3_1_MissingMandatoryHeaders_Are400_WithWhatCouldBeEchoed()
    {
        var bytes = Wire.Bytes(
            """
            INVITE sip:ana@example.org SIP/2.0
            CSeq: 193942 INVITE
            Via: SIP/2.0/UDP 127.0.0.95;branch=z9hG4bKfew
            Content-Type: application/sdp
            l: 5

            v=0

            """);

        Assert.Equal(SipParseStatus.MissingFrom, Wire.StatusOf(bytes));
        var answer = Wire.WholeAnswerTo(bytes);
        Assert.Equal(
            "SIP/2.0 400 Missing From\r\nVia: SIP/2.0/UDP 127.0.0.95;branch=z9hG4bKfew;received=127.0.0.77\r\nCSeq: 193942 INVITE\r\n"
            + "Content-Length: 0\r\n\r\n",
            answer);
    }

    [Theory]
    [InlineData("To", SipParseStatus.MissingTo, "SIP/2.0 400 Missing To")]
    [InlineData("From", SipParseStatus.MissingFrom, "SIP/2.0 400 Missing From")]
    [InlineData("Call-ID", SipParseStatus.MissingCallId, "SIP/2.0 400 Missing Call-ID")]
    [InlineData("CSeq", SipParseStatus.MissingCSeq, "SIP/2.0 400 Missing CSeq")]
    [InlineData("Via", SipParseStatus.MissingVia, null)]
    public void Rfc4475_3_3_1_EachMissingHeader_HasItsAnswer_AndWithoutViaThereIsNoWayBack(string name, SipParseStatus status, string? answer)
    {
        var lines = Options("").Split('\n').Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal));
        Wire.AssertRefused(string.Join("\n", lines), status, answer);
    }

    [Fact]
    public void Rfc4475_3_3_2_UnknownScheme_Is416()
        => Wire.AssertRefused(
            TortureText.Request("OPTIONS", "nadieconoceesto:textoopaco", ""),
            SipParseStatus.UnsupportedUriScheme,
            "SIP/2.0 416 Unsupported URI Scheme");

    [Fact]
    public void Rfc4475_3_3_3_KnownSchemeOfAnotherTrade_Is416()
        => Wire.AssertRefused(
            TortureText.Request("OPTIONS", "soap.beep://127.0.0.103:3002", ""),
            SipParseStatus.UnsupportedUriScheme,
            "SIP/2.0 416 Unsupported URI Scheme");

    [Fact]
    public void Rfc4475_3_3_4_UnknownSchemesInToFromAndContact_AreKeptForTheRegistrar()
    {
        using var message = Wire.Read(TortureText.Request("REGISTER", "sip:example.org",
            """
            To: isbn:3983792873
            From: <http://www.example.org>;tag=32
            Contact: <name:Ana_Luz>
            """));

        Assert.Equal(SipUriScheme.Other, message.To.Uri.Scheme);
        Assert.Equal("isbn", Wire.Text(message.To.Uri.SchemeToken));
        Assert.Equal("3983792873", Wire.Text(message.To.Uri.Opaque));
        Assert.Equal("http://www.example.org", Wire.Text(message.From.UriText));
        Assert.Equal("32", Wire.Text(message.FromTag));
        message.TryGet(SipHeader.Contact, out var text);
        Assert.True(Contact.TryParse(text, out var contact));
        Assert.False(contact.Uri.IsSip);
    }

    [Fact]
    public void Rfc4475_3_3_5_RequiredExtensions_AreListedOneByOne()
    {
        using var message = Wire.Read(Options(
            """
            Require: nobodyHasThis, nobodyHasThisEither
            Proxy-Require: noProxyHasThis, norThat
            """));

        Assert.Equal(["nobodyHasThis", "nobodyHasThisEither"], Wire.Values(message, SipHeader.Require));
        Assert.Equal(["noProxyHasThis", "norThat"], Wire.Values(message, SipHeader.ProxyRequire));
    }

    [Fact]
    public void Rfc4475_3_3_6_UnknownContentType_IsReadForThe415()
    {
        using var message = Wire.Read(TortureText.Request(
            "INVITE", "sip:ana@example.org", "Content-Type: application/nobodysformat", "<audio/>\n"));

        Assert.True(MediaType.TryParse(message.ContentType, out var type));
        Assert.False(type.Is("application"u8, "sdp"u8));
        Assert.Equal("<audio/>\r\n", Wire.Text(message.Body));
    }

    [Fact]
    public void Rfc4475_3_3_7_UnknownAuthorizationScheme_IsReadAndIsNoDigest()
    {
        using var message = Wire.Read(TortureText.Request("REGISTER", "sip:example.org", "Authorization: NobodyKnowsThis opaque-data=here"));

        message.TryGet(SipHeader.Authorization, out var text);
        Assert.True(AuthValue.TryParse(text, out var auth));
        Assert.False(auth.IsDigest);
        Assert.Equal("NobodyKnowsThis", Wire.Text(auth.Scheme));
    }

    [Fact]
    public void Rfc4475_3_3_8_SeveralValuesWhereOneIsAllowed_Are400()
        => Wire.AssertRefused(
            """
            INVITE sip:ana@example.org SIP/2.0
            Contact: <sip:luis@a.example.net>
            Via: SIP/2.0/UDP 127.0.0.25;branch=z9hG4bKmany
            Max-Forwards: 70
            CSeq: 5 INVITE
            Call-ID: many.1@127.0.0.1
            CSeq: 59 INVITE
            Call-ID: many.1@127.0.0.2
            From: sip:luis@example.com;tag=3413415
            To: sip:ana@example.org
            To: sip:otra@example.net
            From: sip:luis@example.net;tag=2923420123
            l: 0
            Contact: <sip:luis@b.example.net>
            Max-Forwards: 5


            """,
            SipParseStatus.DuplicateHeader,
            "SIP/2.0 400 Duplicate Header");

    [Theory]
    [InlineData("Content-Length: 5")]
    [InlineData("l: 13")]
    public void Rfc4475_3_3_9_SeveralContentLengths_Are400_EvenWhenTheyAgree(string second)
        => Wire.AssertRefused(
            TortureText.Request("OPTIONS", "sip:ana@example.org", $"Content-Length: 13\n{second}", "nobody knows where this ends"),
            SipParseStatus.DuplicateHeader,
            "SIP/2.0 400 Duplicate Header");

    [Fact]
    public void Rfc4475_3_3_10_ResponseWithABroadcastVia_IsReadAndTheSecondViaIsThere()
    {
        using var message = Wire.Read(TortureText.Response("200 OK", "INVITE", "Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKall"));

        Assert.Equal(
            ["SIP/2.0/UDP box.example.net;branch=z9hG4bKusual", "SIP/2.0/UDP 255.255.255.255;branch=z9hG4bKall"],
            Wire.Values(message, SipHeader.Via));
    }

    [Fact]
    public void Rfc4475_3_3_11_MaxForwardsZero_IsReadForThe483()
    {
        using var message = Wire.Read(Options("Max-Forwards: 0"));

        Assert.Equal(0, message.MaxForwards);
    }

    [Fact]
    public void Rfc4475_3_3_12_ParameterOutsideBrackets_BelongsToTheContact()
    {
        using var message = Wire.Read(TortureText.Request("REGISTER", "sip:example.org", "Contact: sip:+576015550100@gw.example.net;odd"));

        message.TryGet(SipHeader.Contact, out var text);
        Assert.True(Contact.TryParse(text, out var contact));
        Assert.True(contact.Parameters.Has("odd"u8));
        Assert.False(contact.Uri.Parameters.Has("odd"u8));
        Assert.Equal("sip:+576015550100@gw.example.net", Wire.Text(contact.Address.UriText));
    }

    [Fact]
    public void Rfc4475_3_3_13_ParameterInsideBrackets_BelongsToTheUri()
    {
        using var message = Wire.Read(TortureText.Request("REGISTER", "sip:example.org", "Contact: <sip:+576015550100@gw.example.net;odd>"));

        message.TryGet(SipHeader.Contact, out var text);
        Assert.True(Contact.TryParse(text, out var contact));
        Assert.False(contact.Parameters.Has("odd"u8));
        Assert.True(contact.Uri.Parameters.Has("odd"u8));
    }

    [Fact]
    public void Rfc4475_3_3_14_EscapedHeadersInTheContact_StayInTheUri()
    {
        using var message = Wire.Read(
            TortureText.Request("REGISTER", "sip:example.org", "M: <sip:ana@example.org?Route=%3Csip:sip.example.org%3E>\nL:0\nContent-Length:0")
                .Replace("\nL:0", "", StringComparison.Ordinal));

        message.TryGet(SipHeader.Contact, out var text);
        Assert.True(Contact.TryParse(text, out var contact));
        Assert.True(contact.Uri.Headers.TryGet("route"u8, out var route));
        Assert.Equal("<sip:sip.example.org>", SipEscape.Unescape(route));
        Assert.False(message.Has(SipHeader.Route));
    }

    [Fact]
    public void Rfc4475_3_3_15_AcceptOfSomethingElse_IsReadForThe406()
    {
        using var message = Wire.Read(TortureText.Request("INVITE", "sip:ana@example.org", "Accept: text/nobodysformat", "v=0\n"));

        Assert.False(message.Values(SipHeader.Accept).Contains("application/sdp"u8));
        Assert.True(message.Values(SipHeader.Accept).Contains("TEXT/nobodysformat"u8));
    }

    [Fact]
    public void Rfc4475_3_4_1_Rfc2543Invite_WithoutTagBranchAndLength_IsRead()
    {
        using var message = Wire.Read(
            """
            INVITE sip:Ana@example.org SIP/2.0
            Via: SIP/2.0/UDP oldgw.example.org
            From: <sip:+576015550111@ift.example.net;user=phone>
            Record-Route: <sip:Ana@example.org;maddr=ss1.example.org>
            To: sip:+576015550100@ss1.example.net;user=phone
            Call-ID: old.1717@ift.example.org
            CSeq: 56 INVITE
            Content-Type: application/sdp

            v=0
            s=-

            """);

        Assert.True(message.FromTag.IsEmpty);
        Assert.True(message.TopVia.Branch.IsEmpty);
        Assert.Equal(-1, message.MaxForwards);
        Assert.Equal("v=0\r\ns=-\r\n", Wire.Text(message.Body));
        Assert.True(message.To.Parameters.Has("user"u8));
        Assert.True(message.From.Uri.Parameters.Has("user"u8));
    }

    private static string Options(string headers) => TortureText.Request("OPTIONS", "sip:ana@example.org", headers);
}
