using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Torture;

/// <summary>RFC 5118: IPv6 where it may and may not stand. Same trouble as there, other addresses.</summary>
public sealed class IPv6Tests
{
    [Fact]
    public void Rfc5118_4_1_ReferencesInBrackets_AreRead()
    {
        using var message = Wire.Read(Register("sip:[2001:db8:7::10]", "[2001:db8:7::9:1];branch=z9hG4bK7", "sip:ana@[2001:db8:7::1]"));

        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal(SipHostKind.IPv6, uri.HostKind);
        Assert.Equal("2001:db8:7::10", Wire.Text(uri.Address));
        Assert.Equal(0, uri.Port);
        Assert.Equal("[2001:db8:7::9:1]", Wire.Text(message.TopVia.Host));
        message.TryGet(SipHeader.Contact, out var text);
        Assert.True(Contact.TryParse(text, out var contact));
        Assert.Equal("[2001:db8:7::1]", Wire.Text(contact.Uri.Host));
    }

    [Fact]
    public void Rfc5118_4_2_AddressWithoutBrackets_Is400()
        => Wire.AssertRefused(
            Register("sip:2001:db8:7::10", "[2001:db8:7::9:1];branch=z9hG4bK7", "sip:ana@[2001:db8:7::1]"),
            SipParseStatus.BadRequestUri,
            "SIP/2.0 400 Bad Request-URI");

    [Fact]
    public void Rfc5118_4_3_WhatLooksLikeAPortInsideTheBrackets_IsPartOfTheAddress()
    {
        using var message = Wire.Read(Register("sip:[2001:db8:7::10:5080]", "[2001:db8:7::9:1];branch=z9hG4bK7", "sip:ana@[2001:db8:7::1]"));

        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal("2001:db8:7::10:5080", Wire.Text(uri.Address));
        Assert.Equal(0, uri.Port);
    }

    [Fact]
    public void Rfc5118_4_4_PortAfterTheBrackets_IsAPort()
    {
        using var message = Wire.Read(Register("sip:[2001:db8:7::10]:5080", "[2001:db8:7::9:1];branch=z9hG4bK7", "sip:ana@[2001:db8:7::1]"));

        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal("2001:db8:7::10", Wire.Text(uri.Address));
        Assert.Equal(5080, uri.Port);
    }

    [Theory]
    [InlineData("received=2001:db8:7::9:255")]
    [InlineData("received=[2001:db8:7::9:255]")]
    public void Rfc5118_4_5_ReceivedWithAndWithoutBrackets_IsTheSameAddress(string received)
    {
        using var message = Wire.Read(Register("sip:[2001:db8:7::10]", $"[2001:db8:7::9:1];{received};branch=z9hG4bK7", "sip:ana@[2001:db8:7::1]"));

        Assert.Equal("2001:db8:7::9:255", Wire.Text(message.TopVia.Received));
        Assert.Equal("z9hG4bK7", Wire.Text(message.TopVia.Branch));
    }

    [Theory]
    [InlineData("v=0\nc=IN IP6 2001:db8:7::20\nm=audio 6000 RTP/AVP 0\n")]
    [InlineData("v=0\nm=audio 6000 RTP/AVP 0\nc=IN IP4 127.0.0.1\nm=video 6024 RTP/AVP 107\nc=IN IP6 2001:db8:7::1\n")]
    public void Rfc5118_4_6_And_4_8_AddressesInTheBody_AreNotOursToRead(string body)
    {
        using var message = Wire.Read(TortureText.Request("INVITE", "sip:ana@[2001:db8:7::10]", "To: sip:ana@[2001:db8:7::10]", body));

        Assert.Equal(body.ReplaceLineEndings("\r\n"), Wire.Text(message.Body));
        Assert.Equal("[2001:db8:7::10]", Wire.Text(message.To.Uri.Host));
    }

    [Fact]
    public void Rfc5118_4_7_BothFamiliesInVia_AreReadEachAsItIs()
    {
        using var message = Wire.Read(TortureText.Request("BYE", "sip:ana@example.org",
            """
            Via: SIP/2.0/UDP [2001:db8:7::9:1]:6050;branch=z9hG4bK1
            Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK2
            Via: SIP/2.0/TCP [2001:db8:7::9:255];branch=z9hG4bK3;received=127.0.0.200
            """));

        var hops = new List<(SipHostKind Kind, string Host, int Port)>();
        foreach (var value in message.Values(SipHeader.Via))
        {
            Assert.True(Via.TryParse(value, out var via));
            hops.Add((via.HostKind, Wire.Text(via.Host), via.Port));
        }

        Assert.Equal(
            [
                (SipHostKind.Name, "box.example.net", 0),
                (SipHostKind.IPv6, "[2001:db8:7::9:1]", 6050),
                (SipHostKind.IPv4, "127.0.0.1", 0),
                (SipHostKind.IPv6, "[2001:db8:7::9:255]", 0),
            ],
            hops);
    }

    [Fact]
    public void Rfc5118_4_9_IPv4MappedAddresses_AreRead()
    {
        using var message = Wire.Read(Register(
            "sip:example.org", "[::ffff:127.0.0.10]:19823;branch=z9hG4bK7", "sip:ana@[::ffff:127.0.0.2]"));

        Assert.Equal("[::ffff:127.0.0.10]", Wire.Text(message.TopVia.Host));
        Assert.Equal(19823, message.TopVia.Port);
    }

    [Theory]
    [InlineData("sip:ana@[2001:db8:7::127.0.0.1]")]
    [InlineData("sip:ana@[2001:db8:7:::127.0.0.1]")]
    public void Rfc5118_4_10_ThreeColonsBeforeAnIPv4Tail_AreReadLikeTwo(string uri)
    {
        using var message = Wire.Read(TortureText.Request("OPTIONS", uri, $"To: {uri}"));

        Assert.Equal(SipHostKind.IPv6, message.To.Uri.HostKind);
    }

    [Theory]
    [InlineData("[2001:db8:::1]")]
    [InlineData("[2001:db8::::127.0.0.1]")]
    [InlineData("[2001::db8::1]")]
    [InlineData("[1:2:3:4:5:6:7]")]
    [InlineData("[1:2:3:4:5:6:7:8:9]")]
    [InlineData("[1:2:3:4:5:6:7::8]")]
    [InlineData("[12345::1]")]
    [InlineData("[g::1]")]
    [InlineData("[::1")]
    [InlineData("[]")]
    [InlineData("[1:2:3:4:5:6:7:]")]
    [InlineData("[:1:2:3:4:5:6:7]")]
    [InlineData("[::127.0.0.256]")]
    [InlineData("[fe80::1%eth0]")]
    public void BadIPv6_IsRefused(string host) => Assert.False(SipUri.TryParse(Wire.Bytes($"sip:ana@{host}"), out _));

    [Theory]
    [InlineData("[::]")]
    [InlineData("[::1]")]
    [InlineData("[1::]")]
    [InlineData("[1:2:3:4:5:6:7:8]")]
    [InlineData("[1:2:3:4:5:6::8]")]
    [InlineData("[1:2:3:4:5:6:127.0.0.1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[ABCD:ef01::]")]
    public void GoodIPv6_IsRead(string host)
    {
        Assert.True(SipUri.TryParse(Wire.Bytes($"sip:ana@{host}:5060"), out var uri));
        Assert.Equal(host, Wire.Text(uri.Host));
        Assert.Equal(5060, uri.Port);
    }

    private static string Register(string uri, string sentBy, string contact)
        => TortureText.Request("REGISTER", uri, $"Contact: \"Ana\" <{contact}>")
            .Replace("box.example.net;branch=z9hG4bKusual", sentBy, StringComparison.Ordinal);
}
