using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

public sealed class ValueTests
{
    [Theory]
    [InlineData("1 INVITE", true, 1u)]
    [InlineData("0  ACK", true, 0u)]
    [InlineData("2147483647\tBYE", true, 2147483647u)]
    [InlineData("2147483648 INVITE", false, 0u)]
    [InlineData("INVITE", false, 0u)]
    [InlineData("1", false, 0u)]
    [InlineData("1 ", false, 0u)]
    [InlineData("-1 INVITE", false, 0u)]
    [InlineData("1 INV ITE", false, 0u)]
    [InlineData("", false, 0u)]
    public void Rfc3261_20_16_CSeq(string text, bool good, uint number)
    {
        Assert.Equal(good, CSeq.TryParse(Wire.Bytes(text), out var cseq));
        Assert.Equal(number, good ? cseq.Number : 0);
    }

    [Theory]
    [InlineData("776656 1 INVITE", true)]
    [InlineData("4294967295 1 INVITE", true)]
    [InlineData("4294967296 1 INVITE", false)]
    [InlineData("776656 INVITE", false)]
    [InlineData("776656", false)]
    [InlineData("x 1 INVITE", false)]
    public void Rfc3262_7_2_RAck(string text, bool good)
    {
        Assert.Equal(good, RAck.TryParse(Wire.Bytes(text), out var rack));
        Assert.Equal(good ? SipMethod.Invite : SipMethod.Unknown, rack.Method);
        Assert.Equal(good ? 1u : 0u, rack.CSeqNumber);
    }

    [Theory]
    [InlineData("1800;refresher=uac", 1800, SessionRefresher.Uac)]
    [InlineData("1800 ; Refresher = UAS", 1800, SessionRefresher.Uas)]
    [InlineData("90", 90, SessionRefresher.None)]
    [InlineData("90;refresher=them", 90, SessionRefresher.None)]
    public void Rfc4028_4_SessionExpires(string text, long seconds, SessionRefresher refresher)
    {
        Assert.True(SessionExpires.TryParse(Wire.Bytes(text), out var expires));
        Assert.Equal(seconds, expires.Seconds);
        Assert.Equal(refresher, expires.Refresher);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";refresher=uac")]
    [InlineData("90;")]
    [InlineData("-90")]
    [InlineData("90 seconds")]
    public void Rfc4028_4_MalformedSessionExpires_IsRefused(string text) => Assert.False(SessionExpires.TryParse(Wire.Bytes(text), out _));

    [Theory]
    [InlineData("SIP ;cause=200 ;text=\"Call completed elsewhere\"", 200, "Call completed elsewhere", true, false)]
    [InlineData("Q.850;cause=16;text=\"Terminated\"", 16, "Terminated", false, true)]
    [InlineData("preemption", -1, "", false, false)]
    public void Rfc3326_2_Reason(string text, int cause, string words, bool sip, bool q850)
    {
        Assert.True(Reason.TryParse(Wire.Bytes(text), out var reason));
        Assert.Equal(cause, reason.Cause);
        Assert.Equal(words, QuotedString.Unquote(reason.Text));
        Assert.Equal(sip, reason.IsSip);
        Assert.Equal(q850, reason.IsQ850);
    }

    [Theory]
    [InlineData("")]
    [InlineData("SIP;cause=x")]
    [InlineData("SIP;cause=1000")]
    [InlineData("SIP;text=\"open")]
    public void Rfc3326_2_MalformedReason_IsRefused(string text) => Assert.False(Reason.TryParse(Wire.Bytes(text), out _));

    [Theory]
    [InlineData("98732@sip.example.com;from-tag=r33th4x0r;to-tag=ff87ff", "ff87ff", "r33th4x0r")]
    [InlineData("a@b ; to-tag = 1 ; from-tag = 2", "1", "2")]
    [InlineData("fa77as7dad8;local-tag=1234;remote-tag=5678", "1234", "5678")]
    public void Rfc3891_6_1_Replaces_And_Rfc4538_7_TargetDialog(string text, string local, string remote)
    {
        Assert.True(Replaces.TryParse(Wire.Bytes(text), out var replaces));
        Assert.Equal(local, Wire.Text(replaces.LocalTag));
        Assert.Equal(remote, Wire.Text(replaces.RemoteTag));
        Assert.False(replaces.IsEarlyOnly);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a@b")]
    [InlineData("a@b;to-tag=1")]
    [InlineData("a@b;to-tag=1;to-tag=2")]
    [InlineData("a@b;to-tag=1;from-tag=2;from-tag=3")]
    [InlineData("a@b;to-tag=;from-tag=2")]
    [InlineData("a b;to-tag=1;from-tag=2")]
    public void Rfc3891_6_1_MalformedReplaces_IsRefused(string text) => Assert.False(Replaces.TryParse(Wire.Bytes(text), out _));

    [Theory]
    [InlineData("120", 120, -1, "")]
    [InlineData("18000;duration=3600", 18000, 3600, "")]
    [InlineData("120 (I'm in a (short) meeting \\))", 120, -1, "(I'm in a (short) meeting \\))")]
    [InlineData("5 (x);duration=60", 5, 60, "(x)")]
    public void Rfc3261_20_33_RetryAfter(string text, long seconds, long duration, string comment)
    {
        Assert.True(RetryAfter.TryParse(Wire.Bytes(text), out var retryAfter));
        Assert.Equal(seconds, retryAfter.Seconds);
        Assert.Equal(duration, retryAfter.Duration);
        Assert.Equal(comment, Wire.Text(retryAfter.Comment));
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("12 (open")]
    [InlineData("12 (a\\")]
    [InlineData("12\\")]
    [InlineData("12 13")]
    public void Rfc3261_20_33_MalformedRetryAfter_IsRefused(string text) => Assert.False(RetryAfter.TryParse(Wire.Bytes(text), out _));

    [Theory]
    [InlineData("Sat, 13 Nov 2010 23:29:00 GMT")]
    [InlineData("Thu, 29 Feb 2024 00:00:59 GMT")]
    [InlineData("Fri, 01 Jan 0001 01:02:03 GMT")]
    public void Rfc3261_20_17_Date_ReadsAndWrites(string text)
    {
        Assert.True(SipDate.TryParse(Wire.Bytes(text), out var utc));
        Span<byte> written = stackalloc byte[SipDate.Length];
        Assert.True(SipDate.TryWrite(utc, written));
        Assert.False(SipDate.TryWrite(utc, written[1..]));

        Assert.Equal(DateTimeKind.Utc, utc.Kind);
        Assert.Equal(utc.ToString("R", System.Globalization.CultureInfo.InvariantCulture), Wire.Text(written));
        Assert.Equal(text[4..], Wire.Text(written)[4..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Sat, 13 Nov 2010 23:29:00 EST")]
    [InlineData("Sat, 13 nov 2010 23:29:00 GMT")]
    [InlineData("Xxx, 13 Nov 2010 23:29:00 GMT")]
    [InlineData("Sat, 31 Nov 2010 23:29:00 GMT")]
    [InlineData("Sat, 00 Nov 2010 23:29:00 GMT")]
    [InlineData("Sat, 29 Feb 2023 23:29:00 GMT")]
    [InlineData("Sat, 13 Nov 0000 23:29:00 GMT")]
    [InlineData("Sat, 13 Nov 2010 24:00:00 GMT")]
    [InlineData("Sat, 13 Nov 2010 23:60:00 GMT")]
    [InlineData("Sat, 13 Nov 2010 23:29:60 GMT")]
    [InlineData("Sat; 13 Nov 2010 23:29:00 GMT")]
    public void Rfc3261_20_17_MalformedDate_IsRefused(string text) => Assert.False(SipDate.TryParse(Wire.Bytes(text), out _));

    [Fact]
    public void Rfc7616_3_4_Credentials_AreReadWithCommasInsideQuotes()
    {
        Assert.True(AuthValue.TryParse(
            "Digest username=\"1001\", realm=\"demo, \\\"test\\\"\",nonce=\"a=b,c\" , uri=\"sip:demo.test\", qop=auth, nc=00000001, cnonce=\"x\", response=\"ff\", algorithm=SHA-256"u8,
            out var auth));

        Assert.True(auth.IsDigest);
        Assert.True(auth.TryGet("USERNAME"u8, out var value));
        Assert.Equal("1001", Wire.Text(value));
        Assert.True(auth.TryGet("realm"u8, out value));
        Assert.Equal("demo, \\\"test\\\"", Wire.Text(value));
        Assert.True(auth.Parameters.TryGet("realm"u8, out value));
        Assert.Equal("demo, \"test\"", QuotedString.Unquote(value));
        Assert.True(auth.TryGet("nonce"u8, out value));
        Assert.Equal("a=b,c", Wire.Text(value));
        Assert.True(auth.TryGet("algorithm"u8, out value));
        Assert.Equal("SHA-256", Wire.Text(value));
        Assert.False(auth.TryGet("opaque"u8, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Digest")]
    [InlineData("Digest ")]
    [InlineData("Digest realm=\"x")]
    [InlineData("Digest realm=\"x\" nonce=\"y\"")]
    [InlineData("Digest realm=\"x\",,nonce=\"y\"")]
    [InlineData("Digest =x")]
    public void Rfc7616_3_3_MalformedDigest_IsRefused(string text) => Assert.False(AuthValue.TryParse(Wire.Bytes(text), out _));

    [Theory]
    [InlineData("application/sdp", true)]
    [InlineData("Application / SDP ; charset=utf-8", true)]
    [InlineData("text/plain", false)]
    public void Rfc3261_20_15_ContentType(string text, bool sdp)
    {
        Assert.True(MediaType.TryParse(Wire.Bytes(text), out var type));
        Assert.Equal(sdp, type.Is("application"u8, "sdp"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sdp")]
    [InlineData("application/")]
    [InlineData("/sdp")]
    [InlineData("application/sdp;")]
    public void Rfc3261_20_15_MalformedContentType_IsRefused(string text) => Assert.False(MediaType.TryParse(Wire.Bytes(text), out _));

    [Fact]
    public void Rfc6665_SubscriptionState_And_Rfc3261_20_43_Warning_And_Rfc3323_Privacy()
    {
        Assert.True(TokenValue.TryParse("terminated;reason=noresource;retry-after=10"u8, out var state));
        Assert.Equal("terminated", Wire.Text(state.Token));
        Assert.True(state.Parameters.TryGet("reason"u8, out var reason));
        Assert.Equal("noresource", Wire.Text(reason));
        Assert.False(TokenValue.TryParse("a b"u8, out _));

        Assert.True(Warning.TryParse("399 [2001:db8::1]:5060 \"Too \\\"much\\\"\""u8, out var warning));
        Assert.Equal(399, warning.Code);
        Assert.Equal("[2001:db8::1]:5060", Wire.Text(warning.Agent));
        Assert.Equal("Too \"much\"", QuotedString.Unquote(warning.Text));
        Assert.False(Warning.TryParse("399 host text"u8, out _));

        Assert.True(new Privacy("user; id ;critical"u8).Has("ID"u8));
        Assert.False(new Privacy("user; idx"u8).Has("id"u8));
    }

    [Theory]
    [InlineData("\"a\\\"b\"", "a\"b")]
    [InlineData("\"\"", "")]
    [InlineData("plain", "plain")]
    [InlineData("a\\b", "a\\b")]
    public void QuotedStrings_LoseQuotesAndEscapes(string text, string clear)
    {
        var bytes = Wire.Bytes(text);
        Assert.Equal(clear, QuotedString.Unquote(bytes));
        Assert.Equal(clear.Length == 0, QuotedString.TryUnquote(bytes, [], out _));
    }

    [Theory]
    [InlineData("\"abc\"", "abc", true)]
    [InlineData("\"a\\bc\"", "abc", true)]
    [InlineData("\"abc\"", "Abc", false)]
    public void QuotedStrings_CompareByWhatTheySay(string a, string b, bool same)
        => Assert.Equal(same, QuotedString.Same(Wire.Bytes(a), Wire.Bytes(b)));
}
