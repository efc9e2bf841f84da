using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

public sealed class SipUriTests
{
    [Fact]
    public void EveryPart_IsReadAsWritten()
    {
        Assert.True(SipUri.TryParse("SIPS:a%20b:p&w@Host-1.example.org:5071;transport=tcp;lr;maddr=127.0.0.9?Subject=x%20y&Priority=urgent"u8, out var uri));

        Assert.Equal(SipUriScheme.Sips, uri.Scheme);
        Assert.Equal("SIPS", Wire.Text(uri.SchemeToken));
        Assert.Equal("a%20b", Wire.Text(uri.User));
        Assert.Equal("p&w", Wire.Text(uri.Password));
        Assert.Equal("Host-1.example.org", Wire.Text(uri.Host));
        Assert.Equal(SipHostKind.Name, uri.HostKind);
        Assert.Equal(5071, uri.Port);
        Assert.True(uri.Parameters.Has("LR"u8));
        Assert.True(uri.Parameters.TryGet("maddr"u8, out var maddr));
        Assert.Equal("127.0.0.9", Wire.Text(maddr));
        Assert.True(uri.HasHeaders);
        Assert.True(uri.Headers.TryGet("subject"u8, out var subject));
        Assert.Equal("x%20y", Wire.Text(subject));
        Assert.True(uri.Headers.TryGet("priority"u8, out var priority));
        Assert.Equal("urgent", Wire.Text(priority));
    }

    [Theory]
    [InlineData("sip:127.0.0.1", SipHostKind.IPv4)]
    [InlineData("sip:1001@127.0.0.256", SipHostKind.Name)]
    [InlineData("sip:1001@localhost", SipHostKind.Name)]
    [InlineData("sip:*72#@pbx", SipHostKind.Name)]
    [InlineData("sip:ana@_sip._udp.example.org.", SipHostKind.Name)]
    [InlineData("tel:+57-601-555-0100;ext=7", SipHostKind.None)]
    [InlineData("urn:service:sos", SipHostKind.None)]
    public void Hosts_AreTheKindTheyLookLike(string text, SipHostKind kind)
    {
        Assert.True(SipUri.TryParse(Wire.Bytes(text), out var uri));
        Assert.Equal(kind, uri.HostKind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip")]
    [InlineData("sip:")]
    [InlineData(":ana@example.org")]
    [InlineData("s_p:ana@example.org")]
    [InlineData("1sip:ana@example.org")]
    [InlineData("sip:@example.org")]
    [InlineData("sip::pw@example.org")]
    [InlineData("sip:ana@")]
    [InlineData("sip:ana@exa mple.org")]
    [InlineData("sip:ana@example..org")]
    [InlineData("sip:ana@.org")]
    [InlineData("sip:ana@-x.org")]
    [InlineData("sip:ana@b@example.org")]
    [InlineData("sip:ana@example.org:")]
    [InlineData("sip:ana@example.org:0")]
    [InlineData("sip:ana@example.org:65536")]
    [InlineData("sip:ana@example.org:50x")]
    [InlineData("sip:an a@example.org")]
    [InlineData("sip:a<b@example.org")]
    [InlineData("sip:a\"b@example.org")]
    [InlineData("sip:ana%2@example.org")]
    [InlineData("sip:ana%zz@example.org")]
    [InlineData("sip:ana@example.org;")]
    [InlineData("sip:ana@example.org;;lr")]
    [InlineData("sip:ana@example.org;=x")]
    [InlineData("sip:ana@example.org;a=%4")]
    [InlineData("sip:ana@example.org;a=\"b\"")]
    [InlineData("sip:ana@example.org?")]
    [InlineData("sip:ana@example.org?=x")]
    [InlineData("sip:ana@example.org?a=b&&c=d")]
    [InlineData("tel:")]
    [InlineData("tel:+")]
    [InlineData("tel:ana")]
    [InlineData("http:a b")]
    [InlineData("sip:ana@example.org\r\nX: y")]
    public void MalformedUris_AreRefused(string text) => Assert.False(SipUri.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com", "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com")]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent", "sip:alice@atlanta.com?priority=urgent&subject=project%20x")]
    [InlineData("tel:+1-201-555-0123", "TEL:+12015550123")]
    [InlineData("tel:7042;phone-context=example.com", "tel:70-42;Phone-Context=EXAMPLE.com")]
    [InlineData("urn:service:sos", "urn:service:sos")]
    [InlineData("tel:7042;a=1;b;a=2", "tel:7042;b;a=1;a=2")]
    [InlineData("sip:ana@example.org;x=1;x=2", "sip:ana@example.org;x=1;x=2")]
    [InlineData("sip:ana@example.org?Route=a&Route=b", "sip:ana@example.org?Route=a&Route=b")]
    public void Rfc3261_19_1_4_EquivalentUris(string a, string b)
    {
        Assert.True(AreEqual(a, b));
        Assert.True(AreEqual(b, a));
    }

    [Theory]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting")]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off")]
    [InlineData("sip:ana@example.org", "sips:ana@example.org")]
    [InlineData("sip:ana@example.org;user=phone", "sip:ana@example.org")]
    [InlineData("sip:ana@example.org;ttl=1", "sip:ana@example.org")]
    [InlineData("sip:ana@example.org;method=BYE", "sip:ana@example.org")]
    [InlineData("sip:ana@example.org;maddr=127.0.0.1", "sip:ana@example.org")]
    [InlineData("sip:ana@example.org", "sip:example.org")]
    [InlineData("sip:ana:pw@example.org", "sip:ana@example.org")]
    [InlineData("sip:a%2Fb@example.org", "sip:a/b@example.org")]
    [InlineData("tel:+12015550123", "tel:12015550123")]
    [InlineData("tel:7042;phone-context=example.com", "tel:7042")]
    [InlineData("urn:a", "urx:a")]
    [InlineData("tel:7042;a=1;a=2", "tel:7042;a=2;a=1")]
    [InlineData("sip:ana@example.org?Route=a&Route=b", "sip:ana@example.org?Route=a")]
    public void Rfc3261_19_1_4_DifferentUris(string a, string b)
    {
        Assert.False(AreEqual(a, b));
        Assert.False(AreEqual(b, a));
    }

    [Fact]
    public void AHundredParameters_AreRead_AndOneMoreIsTooMany()
    {
        var hundred = "sip:ana@example.org" + string.Concat(Enumerable.Range(0, 100).Select(i => $";p{i}"));

        Assert.True(AreEqual(hundred, hundred));
        Assert.False(SipUri.TryParse(Wire.Bytes(hundred + ";x"), out _));
        Assert.False(SipUri.TryParse(Wire.Bytes("sip:ana@example.org?" + string.Join('&', Enumerable.Repeat("a=b", 101))), out _));
    }

    [Fact]
    public void EscapedUser_ReadsBackAsItWas()
    {
        var user = "añó 100%#@:<>"u8;
        var escaped = new byte[user.Length * 3];
        Assert.True(SipEscape.TryEscapeUser(user, escaped, out var length));
        Assert.False(SipEscape.TryEscapeUser(user, escaped.AsSpan(0, length - 1), out _));

        Assert.True(SipUri.TryParse([.. "sip:"u8, .. escaped[..length], .. "@example.org"u8], out var uri));
        Assert.Equal("añó 100%#@:<>", SipEscape.Unescape(uri.User));
        Assert.Equal("%", SipEscape.Unescape("%"u8));
        Assert.Equal("%4", SipEscape.Unescape("%4"u8));
        Assert.False(SipEscape.TryUnescape("ab"u8, new byte[1], out _));
    }

    private static bool AreEqual(string a, string b)
    {
        Assert.True(SipUri.TryParse(Wire.Bytes(a), out var x));
        Assert.True(SipUri.TryParse(Wire.Bytes(b), out var y));
        return SipUriComparison.AreEqual(x, y);
    }
}
