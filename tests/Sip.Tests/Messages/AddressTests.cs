using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

public sealed class AddressTests
{
    [Theory]
    [InlineData("sip:ana@example.org", "", "sip:ana@example.org", "")]
    [InlineData("sip:ana@example.org;tag=7", "", "sip:ana@example.org", "7")]
    [InlineData("<sip:ana@example.org;tag=no>;tag=7", "", "sip:ana@example.org;tag=no", "7")]
    [InlineData("Ana <sip:ana@example.org>", "Ana", "sip:ana@example.org", "")]
    [InlineData("Ana Luz <sip:ana@example.org> ; x ; tag = 7", "Ana Luz", "sip:ana@example.org", "7")]
    [InlineData("\"A, <b> \\\" c\"<sip:ana@example.org>;tag=7", "A, <b> \" c", "sip:ana@example.org", "7")]
    [InlineData("José Ñáñez <sip:jose@example.org>", "José Ñáñez", "sip:jose@example.org", "")]
    [InlineData("Ana (Ventas) & 1001@sede <sip:ana@example.org>", "Ana (Ventas) & 1001@sede", "sip:ana@example.org", "")]
    [InlineData("\"\" <sip:ana@example.org>", "", "sip:ana@example.org", "")]
    [InlineData("<tel:+576015550100>;tag=a.b-c", "", "tel:+576015550100", "a.b-c")]
    [InlineData("  sip:ana@example.org  ", "", "sip:ana@example.org", "")]
    public void Addresses_AreReadInEveryForm(string text, string name, string uri, string tag)
    {
        Assert.True(NameAddr.TryParse(Wire.Bytes(text), out var address));
        Assert.Equal(name, QuotedString.Unquote(address.DisplayName));
        Assert.Equal(uri, Wire.Text(address.UriText));
        Assert.Equal(tag, Wire.Text(address.Tag));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Ana")]
    [InlineData("Ana sip:ana@example.org")]
    [InlineData("\"Ana <sip:ana@example.org>")]
    [InlineData("\"Ana\" sip:ana@example.org")]
    [InlineData("\"Ana\\\" <sip:ana@example.org>")]
    [InlineData("A;na <sip:ana@example.org>")]
    [InlineData("A,na <sip:ana@example.org>")]
    [InlineData("A:na <sip:ana@example.org>")]
    [InlineData("A\\na <sip:ana@example.org>")]
    [InlineData("A\"na <sip:ana@example.org>")]
    [InlineData("<sip:ana@example.org")]
    [InlineData("<>")]
    [InlineData("sip:ana@example.org>")]
    [InlineData("<sip:ana@example.org> tag=7")]
    [InlineData("<sip:ana@example.org>;")]
    [InlineData("<sip:ana@example.org>;tag=a b")]
    [InlineData("<sip:ana@example.org>;tag=\"x")]
    [InlineData("<sip:ana@example.org>, <sip:luis@example.org>")]
    [InlineData("sip:ana@example.org, sip:luis@example.org")]
    [InlineData("sip:ana@example.org?x=y")]
    [InlineData("sip:a;b@example.org")]
    public void MalformedAddresses_AreRefused(string text) => Assert.False(NameAddr.TryParse(Wire.Bytes(text), out _));

    [Theory]
    [InlineData("*", true, -1L, 1000)]
    [InlineData("<sip:a@b>;expires=60;q=0.7", false, 60L, 700)]
    [InlineData("<sip:a@b>;expires=0;q=1.000", false, 0L, 1000)]
    [InlineData("<sip:a@b>;q=0", false, -1L, 0)]
    [InlineData("<sip:a@b>;expires=soon;q=2", false, -1L, 1000)]
    [InlineData("<sip:a@b>;q=0.1234", false, -1L, 1000)]
    [InlineData("<sip:a@b>;q=1.5", false, -1L, 1000)]
    public void Contacts_SayHowLongAndHowMuch(string text, bool wildcard, long expires, int quality)
    {
        Assert.True(Contact.TryParse(Wire.Bytes(text), out var contact));
        Assert.Equal(wildcard, contact.IsWildcard);
        Assert.Equal(expires, contact.Expires);
        Assert.Equal(quality, contact.Quality);
    }

    [Fact]
    public void Rfc5626_InstanceAndRegId_AreKept()
    {
        Assert.True(Contact.TryParse("<sip:a@b;ob>;reg-id=1;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\""u8, out var contact));

        Assert.True(contact.Parameters.TryGet("+sip.instance"u8, out var instance));
        Assert.Equal("<urn:uuid:00000000-0000-1000-8000-000A95A0E128>", QuotedString.Unquote(instance));
        Assert.True(contact.Parameters.TryGet("reg-id"u8, out var id));
        Assert.Equal("1", Wire.Text(id));
        Assert.True(contact.Uri.Parameters.Has("ob"u8));
    }

    [Fact]
    public void Via_GivesItsParts()
    {
        Assert.True(Via.TryParse("SIP/2.0/UDP pc.example.org:5070;maddr=224.2.0.1;ttl=16;branch=z9hG4bKa;received=127.0.0.9;rport=4711"u8, out var via));

        Assert.Equal("UDP", Wire.Text(via.Transport));
        Assert.Equal("pc.example.org:5070", Wire.Text(via.SentBy));
        Assert.Equal("pc.example.org", Wire.Text(via.Host));
        Assert.Equal(5070, via.Port);
        Assert.Equal("224.2.0.1", Wire.Text(via.Maddr));
        Assert.Equal(16, via.Ttl);
        Assert.Equal("z9hG4bKa", Wire.Text(via.Branch));
        Assert.True(via.HasMagicCookie);
        Assert.Equal("127.0.0.9", Wire.Text(via.Received));
        Assert.True(via.HasRport);
        Assert.Equal(4711, via.Rport);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0/UDP ")]
    [InlineData("SIP/2.0 UDP host")]
    [InlineData("SIP/3.0/UDP host")]
    [InlineData("HTTP/2.0/UDP host")]
    [InlineData("SIP/2.0/UDPhost")]
    [InlineData("SIP/2.0/UDP ;branch=x")]
    [InlineData("SIP/2.0/UDP host:99999")]
    [InlineData("SIP/2.0/UDP host;")]
    [InlineData("SIP/2.0/UDP host;branch=a b")]
    [InlineData("SIP/2.0/UDP ho st")]
    [InlineData("SIP/2.0/UDP 2001:db8::1")]
    public void MalformedVias_AreRefused(string text) => Assert.False(Via.TryParse(Wire.Bytes(text), out _));

    [Theory]
    [InlineData("SIP/2.0/UDP host : 5070 ; branch = x", "host", 5070)]
    [InlineData("sip/2.0/tcp host", "host", 0)]
    [InlineData("SIP / 2.0 / WSS df7jal23ls0d.invalid", "df7jal23ls0d.invalid", 0)]
    [InlineData("SIP/2.0/UDP\thost", "host", 0)]
    public void Via_MayHaveBlanksBetweenItsParts(string text, string host, int port)
    {
        Assert.True(Via.TryParse(Wire.Bytes(text), out var via));
        Assert.Equal(host, Wire.Text(via.Host));
        Assert.Equal(port, via.Port);
    }

    [Fact]
    public void ReferTo_GivesTheReplacesInsideItsUri()
    {
        Assert.True(ReferTo.TryParse(
            "<sip:ana@example.org;method=INVITE?Replaces=12%40host%3Bto-tag%3D3a%3Bfrom-tag%3D4b%3Bearly-only>"u8, out var referTo));
        Span<byte> scratch = stackalloc byte[128];

        Assert.Equal(SipMethod.Invite, referTo.Method);
        Assert.True(referTo.HasReplaces);
        Assert.True(referTo.TryGetReplaces(scratch, out var replaces));
        Assert.Equal("12@host", Wire.Text(replaces.CallId));
        Assert.Equal("3a", Wire.Text(replaces.LocalTag));
        Assert.Equal("4b", Wire.Text(replaces.RemoteTag));
        Assert.True(replaces.IsEarlyOnly);
        Assert.False(referTo.TryGetReplaces(scratch[..4], out _));
    }
}
