using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Torture;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

public sealed class SipMessageTests
{
    [Fact]
    public void ARequest_GivesItsParts()
    {
        using var message = Wire.Read(TortureText.Request("INVITE", "sip:ana@example.org", "Contact: <sip:luis@box>\nX-One: a,b", "v=0\n"));

        Assert.True(message.IsRequest);
        Assert.Equal(SipMethod.Invite, message.Method);
        Assert.Equal("INVITE", Wire.Text(message.MethodToken));
        Assert.Equal("sip:ana@example.org", Wire.Text(message.RequestUri));
        Assert.Equal(0, message.StatusCode);
        Assert.Equal("usual.1807@box.example.net", Wire.Text(message.CallId));
        Assert.Equal(8u, message.CSeqNumber);
        Assert.Equal(SipMethod.Invite, message.CSeqMethod);
        Assert.Equal("1807", Wire.Text(message.FromTag));
        Assert.True(message.ToTag.IsEmpty);
        Assert.Equal("z9hG4bKusual", Wire.Text(message.TopVia.Branch));
        Assert.Equal(70, message.MaxForwards);
        Assert.Equal("application/sdp", Wire.Text(message.ContentType));
        Assert.Equal(10, message.HeaderCount);
        Assert.Equal(SipHeader.Unknown, message.GetLine(9, out var name, out var value));
        Assert.Equal("X-One", Wire.Text(name));
        Assert.Equal("a,b", Wire.Text(value));
    }

    [Fact]
    public void AResponse_GivesItsParts()
    {
        using var message = Wire.Read(TortureText.Response("180 Timbrando", "INVITE", "To: <sip:a@b>;tag=z\nRetry-After: 5"));

        Assert.False(message.IsRequest);
        Assert.Equal(180, message.StatusCode);
        Assert.Equal("Timbrando", Wire.Text(message.ReasonPhrase));
        Assert.Equal(SipMethod.Invite, message.Method);
        Assert.Equal("INVITE", Wire.Text(message.MethodToken));
        Assert.True(message.RequestUri.IsEmpty);
        Assert.Equal("z", Wire.Text(message.ToTag));
        Assert.Equal("5", Wire.Value(message, SipHeader.RetryAfter));
    }

    [Fact]
    public void Rfc3261_7_3_1_ValuesRunOverLinesAndCommas_ButNotIntoQuotesAndBrackets()
    {
        using var message = Wire.Read(TortureText.Request("REGISTER", "sip:example.org",
            """
            Contact: "a, \"b" <sip:a,b@example.org>;x="1,2" , <sip:c@example.org;p=1>
            m: sip:d@example.org
            Route: <sip:r1;lr>, <sip:r2;lr>
            Supported: path,, outbound ,
            k: gruu
            Date: Sat, 13 Nov 2010 23:29:00 GMT
            Authorization: Digest username="a", realm="b"
            Subject: one, two
            """));

        Assert.Equal(
            ["\"a, \\\"b\" <sip:a,b@example.org>;x=\"1,2\"", "<sip:c@example.org;p=1>", "sip:d@example.org"],
            Wire.Values(message, SipHeader.Contact));
        Assert.Equal(["<sip:r1;lr>", "<sip:r2;lr>"], Wire.Values(message, SipHeader.Route));
        Assert.Equal(["path", "outbound", "gruu"], Wire.Values(message, SipHeader.Supported));
        Assert.True(message.Values(SipHeader.Supported).Contains("GRUU"u8));
        Assert.False(message.Values(SipHeader.Supported).Contains("timer"u8));
        Assert.Equal(["Sat, 13 Nov 2010 23:29:00 GMT"], Wire.Values(message, SipHeader.Date));
        Assert.Equal(["Digest username=\"a\", realm=\"b\""], Wire.Values(message, SipHeader.Authorization));
        Assert.Equal("one, two", Wire.Value(message, SipHeader.Subject));
        Assert.Equal("<sip:r1;lr>", Wire.Value(message, SipHeader.Route));
        Assert.Null(Wire.Value(message, SipHeader.Expires));
        Assert.Empty(Wire.Values(message, SipHeader.Expires));
    }

    [Fact]
    public void UnknownHeaders_AreFoundByTheirName_AndKnownOnesByAnyOfTheirs()
    {
        using var message = Wire.Read(TortureText.Request("OPTIONS", "sip:a@b", "X-First: 1\nX-Second: 2\nx-first: 3\nk: timer"));

        Assert.True(message.TryGet("x-second"u8, out var value));
        Assert.Equal("2", Wire.Text(value));
        Assert.True(message.TryGet("X-FIRST"u8, out value));
        Assert.Equal("1", Wire.Text(value));
        Assert.True(message.TryGet("Supported"u8, out value));
        Assert.Equal("timer", Wire.Text(value));
        Assert.False(message.TryGet("X-Third"u8, out _));
        Assert.False(message.TryGet("Expires"u8, out _));
    }

    [Theory]
    [InlineData("", SipParseStatus.Empty)]
    [InlineData("\n\n", SipParseStatus.Empty)]
    [InlineData("hello", SipParseStatus.NotSip)]
    [InlineData("hello\n\n", SipParseStatus.NotSip)]
    [InlineData("GET / HTTP/1.1\nHost: x\n\n", SipParseStatus.NotSip)]
    [InlineData("INVITE sip:a@b SIP/2.0", SipParseStatus.MissingHeaderEnd)]
    [InlineData("INVITE sip:a@b SIP/2.0\n", SipParseStatus.MissingHeaderEnd)]
    [InlineData("INVITE sip:a@b SIP/2.0\nVia: SIP/2.0/UDP a\n", SipParseStatus.MissingHeaderEnd)]
    [InlineData("INVITE sip:a@b SIP/2.0\n\n", SipParseStatus.MissingVia)]
    [InlineData("INVITE sip:a@b SIP/2.0\n folded: 1\n\n", SipParseStatus.BadHeader)]
    [InlineData("INVITE sip:a@b SIP/2.0\nno colon\n\n", SipParseStatus.BadHeader)]
    [InlineData("INVITE sip:a@b SIP/2.0\n: x\n\n", SipParseStatus.BadHeader)]
    [InlineData("INVITE sip:a@b SIP/2.0\nB@d: x\n\n", SipParseStatus.BadHeader)]
    [InlineData("INVITE sip:a@b SIP/1.0\n\n", SipParseStatus.BadVersion)]
    [InlineData("INVITE sip:a@b sip/2.0\n\n", SipParseStatus.MissingVia)]
    [InlineData("INV@TE sip:a@b SIP/2.0\n\n", SipParseStatus.BadStartLine)]
    [InlineData("INVITE SIP/2.0\n\n", SipParseStatus.BadStartLine)]
    [InlineData(" SIP/2.0\n\n", SipParseStatus.BadStartLine)]
    [InlineData("SIP/2.0\n\n", SipParseStatus.BadStartLine)]
    [InlineData("SIP/3.0 200 OK\n\n", SipParseStatus.BadVersion)]
    [InlineData("SIP/2.0 20 OK\n\n", SipParseStatus.BadStatusCode)]
    [InlineData("SIP/2.0 099 OK\n\n", SipParseStatus.BadStatusCode)]
    [InlineData("SIP/2.0 700 OK\n\n", SipParseStatus.BadStatusCode)]
    [InlineData("SIP/2.0 2x0 OK\n\n", SipParseStatus.BadStatusCode)]
    public void BrokenBeginnings_SayWhatIsWrong(string text, SipParseStatus status) => Assert.Equal(status, Wire.StatusOf(Wire.Bytes(text)));

    [Theory]
    [InlineData("Subject: a\rX-Evil: 1")]
    [InlineData("Subject: a\nX-Evil: 1")]
    public void ALoneCrOrLf_BreaksTheMessage_BecauseOthersWouldSeeAnotherHeader(string line)
    {
        var bytes = Wire.Bytes(TortureText.Request("OPTIONS", "sip:a@b", "Subject: HERE"));
        var text = Wire.Text(bytes).Replace("Subject: HERE", line, StringComparison.Ordinal);

        Assert.Equal(SipParseStatus.BadLineBreak, Wire.StatusOf(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("Call-ID: a b", SipParseStatus.BadCallId)]
    [InlineData("Call-ID:", SipParseStatus.BadCallId)]
    [InlineData("CSeq:", SipParseStatus.BadCSeq)]
    [InlineData("From:", SipParseStatus.BadFrom)]
    [InlineData("To:", SipParseStatus.BadTo)]
    [InlineData("Max-Forwards: x", SipParseStatus.BadMaxForwards)]
    [InlineData("Max-Forwards:", SipParseStatus.BadMaxForwards)]
    [InlineData("Max-Forwards: 256", SipParseStatus.BadMaxForwards)]
    [InlineData("Content-Length: 1x", SipParseStatus.BadContentLength)]
    [InlineData("Content-Length:", SipParseStatus.BadContentLength)]
    [InlineData("Content-Length: 99999999999999999999999", SipParseStatus.BodyTooLarge)]
    [InlineData("Route: sip:a;lr", SipParseStatus.BadRoute)]
    [InlineData("Record-Route: <sip:a;lr>, <sip:b", SipParseStatus.BadRoute)]
    [InlineData("RSeq: 1\nRSeq: 2", SipParseStatus.DuplicateHeader)]
    public void BadMandatoryValues_SayWhichOne(string headers, SipParseStatus status)
        => Assert.Equal(status, Wire.StatusOf(Wire.Bytes(TortureText.Request("OPTIONS", "sip:a@b", headers))));

    [Fact]
    public void Limits_AreObeyedToTheByte()
    {
        var text = TortureText.Request("INVITE", "sip:a@b", "", "v=0\n");
        var bytes = Wire.Bytes(text);
        var head = bytes.AsSpan().IndexOf("\r\n\r\n"u8) + 4;

        Assert.Equal(SipParseStatus.Ok, Wire.StatusOf(bytes, new SipLimits { MaxMessageBytes = bytes.Length }));
        Assert.Equal(SipParseStatus.MessageTooLarge, Wire.StatusOf(bytes, new SipLimits { MaxMessageBytes = bytes.Length - 1 }));
        Assert.Equal(SipParseStatus.Ok, Wire.StatusOf(bytes, new SipLimits { MaxHeaderBytes = head }));
        Assert.Equal(SipParseStatus.HeaderTooLarge, Wire.StatusOf(bytes, new SipLimits { MaxHeaderBytes = head - 1 }));
        Assert.Equal(SipParseStatus.Ok, Wire.StatusOf(bytes, new SipLimits { MaxBodyBytes = 5 }));
        Assert.Equal(SipParseStatus.BodyTooLarge, Wire.StatusOf(bytes, new SipLimits { MaxBodyBytes = 4 }));
        Assert.Equal(SipParseStatus.Ok, Wire.StatusOf(bytes, new SipLimits { MaxHeaders = 8 }));
        Assert.Equal(SipParseStatus.TooManyHeaders, Wire.StatusOf(bytes, new SipLimits { MaxHeaders = 7 }));
        Assert.Equal(SipParseStatus.Ok, Wire.StatusOf(bytes, new SipLimits { MaxUriBytes = 7 }));
        Assert.Equal(SipParseStatus.UriTooLong, Wire.StatusOf(bytes, new SipLimits { MaxUriBytes = 6 }));
        Assert.Equal("SIP/2.0 414 Request-URI Too Long", Wire.AnswerTo(bytes, new SipLimits { MaxUriBytes = 6 }));
        Assert.Equal("SIP/2.0 413 Request Entity Too Large", Wire.AnswerTo(bytes, new SipLimits { MaxBodyBytes = 4 }));
        Assert.Equal("SIP/2.0 513 Message Too Large", Wire.AnswerTo(bytes, new SipLimits { MaxHeaders = 7 }));
        Assert.Equal("SIP/2.0 513 Message Too Large", Wire.AnswerTo(bytes, new SipLimits { MaxMessageBytes = bytes.Length - 1 }));
    }

    [Fact]
    public void ANegativeLimit_IsRefusedWhenItIsSet_AndNamesItself()
        => Assert.Equal("MaxUriBytes", Assert.Throws<ArgumentOutOfRangeException>(() => new SipLimits { MaxUriBytes = -1 }).ParamName);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void TinyLimits_RefuseAndDoNotThrow(int bound)
    {
        var bytes = Wire.Bytes(TortureText.Request("INVITE", "sip:a@b", "", "v=0\n"));
        var limits = new SipLimits { MaxMessageBytes = bound, MaxHeaderBytes = bound, MaxBodyBytes = bound, MaxHeaders = bound, MaxUriBytes = bound };

        Assert.Equal(SipParseStatus.MessageTooLarge, Wire.StatusOf(bytes, limits));
        Assert.Null(Wire.AnswerTo(bytes, limits));
    }

    [Fact]
    public async Task AMessage_MayBeGivenBackByAnotherThread()
    {
        var bytes = Wire.Bytes(TortureText.Request("OPTIONS", "sip:a@b", ""));
        var messages = Enumerable.Range(0, 200).Select(_ => Wire.Read(bytes)).ToArray();
        await Task.Run(() => Array.ForEach(messages, m => m.Dispose()), TestContext.Current.CancellationToken);

        using var again = Wire.Read(bytes);
        Assert.Equal(bytes, again.Raw.ToArray());
        Assert.Equal(200, messages.Distinct().Count());
    }

    [Fact]
    public void AMessageOfManyHeaders_KeepsThemAll()
    {
        var lines = string.Join("\n", Enumerable.Range(0, 190).Select(i => $"X-{i % 10}: {i}"));
        using var message = Wire.Read(TortureText.Request("OPTIONS", "sip:a@b", lines));

        Assert.Equal(197, message.HeaderCount);
        message.GetLine(196, out _, out var last);
        Assert.Equal("189", Wire.Text(last));
        Assert.True(message.TryGet("X-9"u8, out var nine));
        Assert.Equal("9", Wire.Text(nine));
    }

    [Fact]
    public void AReusedInstance_RemembersNothingOfItsLastMessage()
    {
        for (var round = 0; round < 3; round++)
        {
            using (var rich = Wire.Read(TortureText.Request("INVITE", "sip:a@b", "Contact: <sip:a@b>\nSupported: timer\nX-A: 1", "v=0\n")))
            {
                Assert.Equal(1, rich.Values(SipHeader.Contact).Count);
            }

            using var poor = Wire.Read(TortureText.Response("200 OK", "BYE", "Max-Forwards: 1"));
            Assert.False(poor.Has(SipHeader.Contact));
            Assert.False(poor.Has(SipHeader.Supported));
            Assert.False(poor.TryGet("X-A"u8, out _));
            Assert.True(poor.Body.IsEmpty);
            Assert.Equal(SipMethod.Bye, poor.Method);
        }
    }

    [Theory]
    [InlineData("ACK", SipParseStatus.BadFrom)]
    [InlineData("OPTIONS", SipParseStatus.BadFrom)]
    public void Rfc3261_17_AnAck_IsNeverAnswered(string method, SipParseStatus status)
        => Wire.AssertRefused(
            TortureText.Request(method, "sip:a@b", "From: <"), status, method == "ACK" ? null : "SIP/2.0 400 Bad From");

    [Fact]
    public void Rfc3261_8_2_7_AStatelessAnswer_IsTheSameForEachRetransmission_AndStampsTheSource()
    {
        var bytes = Wire.Bytes(TortureText.Request("OPTIONS", "sip:a@b", "Contact: <")
            .Replace("branch=z9hG4bKusual", "received=127.6.6.6;rport;branch=z9hG4bKusual", StringComparison.Ordinal));
        var first = Wire.WholeAnswerTo(bytes);

        Assert.Equal(first, Wire.WholeAnswerTo(bytes));
        using var answer = Wire.Read(System.Text.Encoding.UTF8.GetBytes(first!));
        Assert.Equal(400, answer.StatusCode);
        Assert.Equal(16, answer.ToTag.Length);
        Assert.Equal("SIP/2.0/UDP box.example.net;branch=z9hG4bKusual;received=127.0.0.77;rport=5099", Wire.Value(answer, SipHeader.Via));
        Assert.Equal("sip:luis@example.net;tag=1807", Wire.Value(answer, SipHeader.From));
        Assert.Equal("usual.1807@box.example.net", Wire.Text(answer.CallId));
    }
}
