using System.Text;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Torture;

/// <summary>RFC 4475 §3.1.1: messages that look wrong and are right. Same trouble as there, other words.</summary>
public sealed class WellFormedTests
{
    [Fact]
    public void Rfc4475_3_1_1_1_WhiteSpaceFoldsAndCompactNames_AreRead()
    {
        using var message = Wire.Read(
            """
            INVITE sip:mlopez@sala-7.example.org;nobodyknowsit SIP/2.0
            TO :
             sip:mlopez@sala-7.example.org ;   tag    = 55aa77b
            from   : "M Lopez \\\""       <sip:mlopez@example.org>
              ;
              tag = k2w9e1
            mAx-FORwards: 0042
            Call-ID: blancos.77@127.0.0.9
            Content-Length   : 4
            cseq: 0017
              INVITE
            Via  : SIP  /   2.0
             /UDP
                127.0.0.12;branch=oldstyle
            s :
            NovelHeader:   novel value
             goes on here
            HeaderOfSeparators: ;;,,;;,;
            Content-Type: application/sdp
            Route:
             <sip:relay.example.org;lr;odd=yes;odder>
            v:  SIP  / 2.0  / TCP     spool.example.org   ;
              branch  =   z9hG4bK7ap  ,
             SIP  /    2.0   / UDP  127.0.0.13   ; branch=
             z9hG4bK51x
            m:"Said \"so\"" <sip:mlopez@example.org> ; colour =
                  blue ;
              flag ; q = 0.25

            v=0

            """);

        Assert.Equal(SipMethod.Invite, message.Method);
        Assert.Equal("55aa77b", Wire.Text(message.ToTag));
        Assert.Equal("k2w9e1", Wire.Text(message.FromTag));
        Assert.Equal("M Lopez \\\"", QuotedString.Unquote(message.From.DisplayName));
        Assert.Equal(42, message.MaxForwards);
        Assert.Equal(17u, message.CSeqNumber);
        Assert.Equal("v=0\r", Wire.Text(message.Body));
        Assert.True(message.Has(SipHeader.Subject));
        Assert.False(message.TryGet(SipHeader.Subject, out _));
        Assert.True(message.TryGet("novelheader"u8, out var novel));
        Assert.StartsWith("novel value", Wire.Text(novel), StringComparison.Ordinal);
        Assert.True(message.TryGet("HeaderOfSeparators"u8, out var separators));
        Assert.Equal(";;,,;;,;", Wire.Text(separators));

        var vias = new List<(string Transport, string SentBy, string Branch)>();
        foreach (var value in message.Values(SipHeader.Via))
        {
            Assert.True(Via.TryParse(value, out var via));
            vias.Add((Wire.Text(via.Transport), Wire.Text(via.SentBy), Wire.Text(via.Branch)));
        }

        Assert.Equal(
            [("UDP", "127.0.0.12", "oldstyle"), ("TCP", "spool.example.org", "z9hG4bK7ap"), ("UDP", "127.0.0.13", "z9hG4bK51x")], vias);
        Assert.True(message.TryGet(SipHeader.Contact, out var text));
        Assert.True(Contact.TryParse(text, out var contact));
        Assert.Equal("Said \"so\"", QuotedString.Unquote(contact.Address.DisplayName));
        Assert.Equal(250, contact.Quality);
        Assert.True(contact.Parameters.Has("flag"u8));
    }

    [Fact]
    public void Rfc4475_3_1_1_2_EveryLegalCharacter_IsRead()
    {
        const string Method = "!Unheard-Of_9*+`.%of'~";
        using var message = Wire.Read(
            $$"""
            {{Method}} sip:2_odd.ID~(so-what!)&that's+it$/or?,/;;*:&pw+is=7,odd!*pw$~x_y.(z'q)@example.org SIP/2.0
            Via: SIP/2.0/TCP box7.example.org;branch=z9hG4bK-.!%77*_+`'~
            To: "BEL:\{{'\a'}} NUL:\{{'\0'}} DEL:\{{'\x7f'}}" <sip:2_odd.ID~(so-what!)&that's+it$/or?,/;;*@example.org>
            From: word1~` word2'+_ word3*%!.- <sip:plain@example.org>;odd''~+*_!.-%="ñandú";tag=_w~7'+`*%!-.
            Call-ID: word%7A-!.*_+'@x`~)(><:\/"][?}{
            CSeq: 271828 {{Method}}
            Max-Forwards: 255
            otherHeader-!.%*+_`'~:ñandú
            Content-Length: 0


            """);

        Assert.Equal(SipMethod.Unknown, message.Method);
        Assert.Equal(Method, Wire.Text(message.MethodToken));
        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal("2_odd.ID~(so-what!)&that's+it$/or?,/;;*", Wire.Text(uri.User));
        Assert.Equal("&pw+is=7,odd!*pw$~x_y.(z'q)", Wire.Text(uri.Password));
        Assert.Equal("BEL:\a NUL:\0 DEL:\x7f", QuotedString.Unquote(message.To.DisplayName));
        Assert.Equal("word1~` word2'+_ word3*%!.-", Wire.Text(message.From.DisplayName));
        Assert.Equal("_w~7'+`*%!-.", Wire.Text(message.FromTag));
        Assert.Equal("word%7A-!.*_+'@x`~)(><:\\/\"][?}{", Wire.Text(message.CallId));
        Assert.Equal(255, message.MaxForwards);
        Assert.True(message.TryGet("otherheader-!.%*+_`'~"u8, out var other));
        Assert.Equal("ñandú", Wire.Text(other));
    }

    [Fact]
    public void Rfc4475_3_1_1_3_EscapesStayWhereTheyAre_AndComeOffOnDemand()
    {
        using var message = Wire.Read(Invite("sip:sips%3Aana%40example.org@example.net",
            """
            To: sip:%61n%61@example.org
            From: <sip:with%20two%20blanks@example.net>;tag=77
            Contact:
              <sip:%61lias@box.example.net;%6C%72;w%68at=v%61lue%25%34%31>
            """));

        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal("example.net", Wire.Text(uri.Host));
        Assert.Equal("sips:ana@example.org", SipEscape.Unescape(uri.User));
        Assert.Equal("ana", SipEscape.Unescape(message.To.Uri.User));
        Assert.Equal("with two blanks", SipEscape.Unescape(message.From.Uri.User));
        message.TryGet(SipHeader.Contact, out var value);
        Assert.True(Contact.TryParse(value, out var contact));
        Assert.False(contact.Uri.Parameters.Has("lr"u8));
        Assert.True(contact.Uri.Parameters.TryGet("w%68at"u8, out var escaped));
        Assert.Equal("value%41", SipEscape.Unescape(escaped));
    }

    [Fact]
    public void Rfc4475_3_1_1_4_EscapedZeroBytes_AreKept()
    {
        using var message = Wire.Read(Register(
            """
            To: sip:nil-%00-nil@example.org
            From: sip:nil-%00-nil@example.org;tag=31
            Contact: <sip:%00@box.example.org>
            Contact: <sip:%00%00@box.example.org>
            """));

        Assert.Equal("nil-\0-nil", SipEscape.Unescape(message.To.Uri.User));
        var lengths = new List<int>();
        foreach (var value in message.Values(SipHeader.Contact))
        {
            Assert.True(Contact.TryParse(value, out var contact));
            lengths.Add(SipEscape.Unescape(contact.Uri.User).Length);
        }

        Assert.Equal([1, 2], lengths);
    }

    [Fact]
    public void Rfc4475_3_1_1_5_PercentInTokens_IsNoEscape()
    {
        using var message = Wire.Read(
            """
            IN%46O%52M sip:alias.example.org SIP/2.0
            To: "%A%46" <sip:cosa@example.org>
            From: "%A%46" <sip:cosa@example.org>;tag=f7j
            Call-ID: porcentaje.1
            Via: SIP/2.0/TCP box.example.org;branch=z9hG4bK77%zz1
            CSeq: 41 IN%46O%52M
            Max-Forwards: 70
            Contact: <sip:one@a.example.org>
            C%6Fntact: <sip:two@b.example.org>
            Contact: <sip:three@c.example.org>
            l: 0


            """);

        Assert.Equal(SipMethod.Unknown, message.Method);
        Assert.Equal("%A%46", QuotedString.Unquote(message.To.DisplayName));
        Assert.Equal("z9hG4bK77%zz1", Wire.Text(message.TopVia.Branch));
        Assert.Equal(["<sip:one@a.example.org>", "<sip:three@c.example.org>"], Wire.Values(message, SipHeader.Contact));
    }

    [Fact]
    public void Rfc4475_3_1_1_6_NoBlankBeforeTheBracket_IsRead()
    {
        using var message = Wire.Read(Options("sip:ana@example.org", "From: llamante<sip:llamante@example.org>;tag=7"));

        Assert.Equal("llamante", Wire.Text(message.From.DisplayName));
        Assert.Equal("sip:llamante@example.org", Wire.Text(message.From.UriText));
    }

    [Fact]
    public void Rfc4475_3_1_1_7_LongValues_AreReadWhole()
    {
        var name = string.Concat(Enumerable.Repeat("very", 60));
        var vias = string.Join("\n", Enumerable.Range(0, 34).Select(i => $"Via: SIP/2.0/TCP hop{i}.example.org;branch=z9hG4bK{name}{i}"));
        using var message = Wire.Read(Invite("sip:ana@example.org",
            $"""
            To: "{name} long" <sip:ana@example.org:6000;p={name};q={name}>
            F: sip:{name}@example.net;tag={name};{name}={name};{name}
            {name}-Name: {name}; {name}
            {vias}
            Contact: <sip:{name}{name}@example.net>
            """));

        Assert.Equal($"{name} long", QuotedString.Unquote(message.To.DisplayName));
        Assert.Equal(6000, message.To.Uri.Port);
        Assert.Equal(name, Wire.Text(message.FromTag));
        Assert.Equal(35, message.Values(SipHeader.Via).Count);
        Assert.Equal("v=0\r\n", Wire.Text(message.Body));
    }

    [Fact]
    public void Rfc4475_3_1_1_8_WhatFollowsTheBodyInADatagram_IsIgnored()
    {
        var first = Wire.Bytes(Register("Contact: sip:ana@box.example.org"));
        var second = Wire.Bytes(Invite("sip:luis@example.org", "Contact: <sip:luis@example.org>"));
        using var message = Wire.Read([.. first, .. "\r\n"u8, .. second]);

        Assert.Equal(SipMethod.Register, message.Method);
        Assert.Equal(first, message.Raw.ToArray());
        Assert.Equal(1, message.Values(SipHeader.Via).Count);
    }

    [Fact]
    public void Rfc4475_3_1_1_9_SemicolonInTheUser_BelongsToTheUser()
    {
        using var message = Wire.Read(Options("sip:ana;x=y%40example.net@example.org",
            """
            Accept: application/sdp, application/pkcs7-mime,
                    multipart/mixed,
                    message/sip
            """));

        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal("ana;x=y%40example.net", Wire.Text(uri.User));
        Assert.Equal("example.org", Wire.Text(uri.Host));
        Assert.True(uri.Parameters.Text.IsEmpty);
        Assert.Equal(
            ["application/sdp", "application/pkcs7-mime", "multipart/mixed", "message/sip"], Wire.Values(message, SipHeader.Accept));
    }

    [Fact]
    public void Rfc4475_3_1_1_10_AnyTransportInVia_IsRead()
    {
        using var message = Wire.Read(Options("sip:ana@example.org",
            """
            Via: SIP/2.0/SCTP s.example.org;branch=z9hG4bK1
            Via: SIP/2.0/TLS t.example.org;branch=z9hG4bK2
            Via: SIP/2.0/PIGEON p.example.org;branch=z9hG4bK3
            Via: SIP/2.0/TCP c.example.org;branch=z9hG4bK4
            """));

        var transports = new List<string>();
        foreach (var value in message.Values(SipHeader.Via))
        {
            Assert.True(Via.TryParse(value, out var via));
            transports.Add(Wire.Text(via.Transport));
        }

        Assert.Equal(["UDP", "SCTP", "TLS", "PIGEON", "TCP"], transports);
    }

    [Fact]
    public void Rfc4475_3_1_1_11_BinaryMultipartBody_IsKeptByteByByte()
    {
        byte[] binary = [0, 13, 10, 10, 13, 0xFF, 0x80, .. "--corte--"u8];
        byte[] body = [.. "--corte\r\nContent-Type: application/octet-stream\r\n\r\n"u8, .. binary];
        byte[] head = Encoding.UTF8.GetBytes(
            "MESSAGE sip:ana@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-x--1---;rport\r\n"
            + "Max-Forwards: 70\r\nRoute: <sip:127.0.0.1:5080>\r\nTo: <sip:ana@example.org>\r\nFrom: <sip:luis@example.org>;tag=2f\r\n"
            + "Identity: abc/+==\r\nCall-ID: aa@Zm9v..\r\nCSeq: 1 MESSAGE\r\nContent-Type: multipart/mixed;boundary=corte\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n");
        using var message = Wire.Read([.. head, .. body]);

        Assert.Equal(body, message.Body.ToArray());
        Assert.True(MediaType.TryParse(message.ContentType, out var type));
        Assert.True(type.Is("Multipart"u8, "MIXED"u8));
        Assert.True(type.Parameters.TryGet("boundary"u8, out var boundary));
        Assert.Equal("corte", Wire.Text(boundary));
        Assert.True(message.TopVia.HasRport);
        Assert.Equal(0, message.TopVia.Rport);
    }

    [Fact]
    public void Rfc4475_3_1_1_12_UnusualReasonPhrase_IsRead()
    {
        using var message = Wire.Read(Response("200 = 3**2 * 5 ¡qué día! — こんにちは"));

        Assert.Equal(200, message.StatusCode);
        Assert.Equal("= 3**2 * 5 ¡qué día! — こんにちは", Wire.Text(message.ReasonPhrase));
    }

    [Theory]
    [InlineData("100 ")]
    [InlineData("100")]
    public void Rfc4475_3_1_1_13_EmptyReasonPhrase_IsRead_EvenWithoutItsBlank(string status)
    {
        using var message = Wire.Read(Response(status));

        Assert.Equal(100, message.StatusCode);
        Assert.True(message.ReasonPhrase.IsEmpty);
    }

    private static string Invite(string uri, string headers) => Request("INVITE", uri, headers, "v=0\n");

    private static string Register(string headers) => Request("REGISTER", "sip:example.org", headers, "");

    private static string Options(string uri, string headers) => Request("OPTIONS", uri, headers, "");

    private static string Request(string method, string uri, string headers, string body) => TortureText.Request(method, uri, headers, body);

    private static string Response(string status) => TortureText.Response(status, "INVITE");
}
