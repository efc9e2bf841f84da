using System.Text;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Torture;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

public sealed class SipWriterTests
{
    [Fact]
    public void ARequest_IsWrittenAsAsked()
    {
        using var writer = new SipWriter(16);
        writer.StartRequest(SipMethod.Invite, "sip:ana@example.org"u8);
        writer.Via("UDP"u8, "127.0.0.1:5060"u8, "z9hG4bK7"u8);
        writer.Header(SipHeader.MaxForwards, 70);
        writer.Address(SipHeader.From, "Luis \"el\" \\ Ñ"u8, "sip:luis@example.org"u8, "a1"u8);
        writer.Address(SipHeader.To, default, "sip:ana@example.org"u8);
        writer.Header(SipHeader.CallId, "c1@127.0.0.1");
        writer.CSeq(7, SipMethod.Invite);
        writer.Begin(SipHeader.SessionExpires);
        writer.Append(1800);
        writer.Parameter("refresher"u8, "uac"u8);
        writer.End();
        writer.Header("X-Mine"u8, "1"u8);
        Assert.True(writer.TryEnd("application/sdp"u8, "v=0\r\n"u8, out var bytes));

        Assert.Equal(
            """
            INVITE sip:ana@example.org SIP/2.0
            Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK7;rport
            Max-Forwards: 70
            From: "Luis \"el\" \\ Ñ" <sip:luis@example.org>;tag=a1
            To: <sip:ana@example.org>
            Call-ID: c1@127.0.0.1
            CSeq: 7 INVITE
            Session-Expires: 1800;refresher=uac
            X-Mine: 1
            Content-Type: application/sdp
            Content-Length: 5

            v=0

            """.ReplaceLineEndings("\r\n"),
            Wire.Text(bytes));
    }

    [Fact]
    public void AWriter_IsUsedAgain_AndForgetsWhatWentWrong()
    {
        using var writer = new SipWriter();
        writer.StartRequest("BAD METHOD"u8, "sip:a@b"u8);
        Assert.False(writer.TryEnd(out var bytes));
        Assert.True(bytes.IsEmpty);

        writer.StartResponse(487);
        writer.Header(SipHeader.CallId, "1"u8);
        Assert.True(writer.TryEnd(out bytes));
        Assert.Equal("SIP/2.0 487 Request Terminated\r\nCall-ID: 1\r\nContent-Length: 0\r\n\r\n", Wire.Text(bytes));
    }

    [Theory]
    [InlineData("x\r\nEvil: 1")]
    [InlineData("x\nEvil: 1")]
    [InlineData("x\rEvil: 1")]
    [InlineData("\n")]
    public void ALineBreakInAnyValue_WritesNothing(string evil)
    {
        var bytes = Encoding.UTF8.GetBytes(evil);
        AssertFails(SipWriteStatus.LineBreak, w => w.Header(SipHeader.Subject, bytes));
        AssertFails(SipWriteStatus.LineBreak, w => w.Header(SipHeader.Subject, evil));
        AssertFails(SipWriteStatus.LineBreak, w => w.Header("X-A"u8, bytes));
        AssertFails(SipWriteStatus.BadToken, w => w.Header(bytes, "x"u8));
        AssertFails(SipWriteStatus.LineBreak, w => w.Address(SipHeader.From, bytes, "sip:a@b"u8));
        AssertFails(SipWriteStatus.BadUri, w => w.Address(SipHeader.From, default, bytes));
        AssertFails(SipWriteStatus.BadParameter, w => w.Address(SipHeader.From, default, "sip:a@b"u8, bytes));
        AssertFails(SipWriteStatus.LineBreak, w => w.Via(bytes, "a"u8, "z9hG4bK1"u8));
        AssertFails(SipWriteStatus.LineBreak, w => w.Via("UDP"u8, bytes, "z9hG4bK1"u8));
        AssertFails(SipWriteStatus.BadParameter, w => w.Via("UDP"u8, "a"u8, bytes));
        AssertFails(SipWriteStatus.LineBreak, w => w.CSeq(1, bytes));
        AssertFails(SipWriteStatus.LineBreak, w =>
        {
            w.Begin(SipHeader.Reason);
            w.Append("SIP"u8);
            w.QuotedParameter("text"u8, bytes);
            w.End();
        });
        using var writer = new SipWriter();
        writer.StartRequest(bytes, "sip:a@b"u8);
        Assert.Equal(SipWriteStatus.BadToken, writer.Status);
        writer.StartRequest(SipMethod.Bye, bytes);
        Assert.Equal(SipWriteStatus.BadUri, writer.Status);
        writer.StartResponse(200, bytes);
        Assert.Equal(SipWriteStatus.LineBreak, writer.Status);
        writer.StartResponse(200);
        Assert.False(writer.TryEnd(bytes, "x"u8, out _));
    }

    [Theory]
    [InlineData("a;b")]
    [InlineData("a,b")]
    [InlineData("a b")]
    [InlineData("<a>")]
    [InlineData("\"a")]
    [InlineData("\"a\"b\"")]
    [InlineData("")]
    public void AParameterThatWouldEndEarly_WritesNothing(string value)
        => AssertFails(SipWriteStatus.BadParameter, w => w.Address(SipHeader.To, "x"u8, "sip:a@b"u8, value.Length == 0 ? "\0"u8 : Encoding.UTF8.GetBytes(value)));

    [Theory]
    [InlineData("sip:a b")]
    [InlineData("sip:a>b")]
    [InlineData("sip:a\"b")]
    [InlineData("")]
    public void AUriThatWouldEndEarly_WritesNothing(string uri)
        => AssertFails(SipWriteStatus.BadUri, w => w.Address(SipHeader.To, "x"u8, Encoding.UTF8.GetBytes(uri)));

    [Fact]
    public void CallsInAnOrderThatMakesNoMessage_WriteNothing()
    {
        using var writer = new SipWriter();
        writer.Header(SipHeader.Via, "x"u8);
        Assert.Equal(SipWriteStatus.BadOrder, writer.Status);

        AssertFails(SipWriteStatus.BadOrder, w => w.Begin(SipHeader.Via));
        AssertFails(SipWriteStatus.BadOrder, w => w.Append("x"u8));
        AssertFails(SipWriteStatus.BadOrder, w => w.End());

        writer.StartResponse(99);
        Assert.Equal(SipWriteStatus.BadStatusCode, writer.Status);
        writer.StartResponse(700);
        Assert.Equal(SipWriteStatus.BadStatusCode, writer.Status);
        writer.StartResponse(200);
        Assert.True(writer.TryEnd(out _));
        Assert.False(writer.TryEnd(out _));
    }

    [Fact]
    public void Rfc3581_4_TheTopVia_IsStampedWithTheSource_AndTheOthersStayAsTheyAre()
    {
        using var request = Wire.Read(TortureText.Request("OPTIONS", "sip:a@b", "Via: SIP/2.0/TCP two:5070;branch=z9hG4bK2;rport")
            .Replace("branch=z9hG4bKusual", "branch=z9hG4bKusual;rport;received=127.6.6.6;odd=\"q;q\"", StringComparison.Ordinal));

        Assert.Equal(
            ["SIP/2.0/UDP box.example.net;branch=z9hG4bKusual;odd=\"q;q\";received=127.0.0.9;rport=4711", "SIP/2.0/TCP two:5070;branch=z9hG4bK2;rport"],
            ViasOfResponse(request, "127.0.0.9", 4711));
    }

    [Theory]
    [InlineData("127.0.0.9;branch=z9hG4bK1", "127.0.0.9", "SIP/2.0/UDP 127.0.0.9;branch=z9hG4bK1")]
    [InlineData("127.0.0.9;branch=z9hG4bK1", "127.0.0.8", "SIP/2.0/UDP 127.0.0.9;branch=z9hG4bK1;received=127.0.0.8")]
    [InlineData("127.0.0.9;branch=z9hG4bK1;rport", "127.0.0.9", "SIP/2.0/UDP 127.0.0.9;branch=z9hG4bK1;received=127.0.0.9;rport=4711")]
    [InlineData("[::1]:5060;branch=z9hG4bK1", "::1", "SIP/2.0/UDP [::1]:5060;branch=z9hG4bK1")]
    [InlineData("[::1]:5060;branch=z9hG4bK1", "::2", "SIP/2.0/UDP [::1]:5060;branch=z9hG4bK1;received=::2")]
    [InlineData("box;branch=z9hG4bK1", "", "SIP/2.0/UDP box;branch=z9hG4bK1")]
    public void Rfc3261_18_2_1_Received_IsAddedWhenTheSentByIsNotTheSource(string sentBy, string source, string expected)
    {
        using var request = Wire.Read(TortureText.Request("OPTIONS", "sip:a@b", "")
            .Replace("box.example.net;branch=z9hG4bKusual", sentBy, StringComparison.Ordinal));

        Assert.Equal([expected], ViasOfResponse(request, source, 4711));
    }

    [Fact]
    public void Rfc3261_8_2_6_2_AResponse_TakesItsHeadersFromTheRequest()
    {
        using var request = Wire.Read(TortureText.Request("INVITE", "sip:a@b", "Record-Route: <sip:p1;lr>, <sip:p2;lr>\nRecord-Route: <sip:p3;lr>"));
        using var writer = new SipWriter();
        SipResponse.Start(writer, request, 200, default, "t7"u8);
        writer.Copy(request, SipHeader.RecordRoute);
        Assert.True(writer.TryEnd(out var bytes));
        using var response = Wire.Read(bytes.ToArray());

        Assert.Equal("OK", Wire.Text(response.ReasonPhrase));
        Assert.Equal("t7", Wire.Text(response.ToTag));
        Assert.Equal(Wire.Value(request, SipHeader.From), Wire.Value(response, SipHeader.From));
        Assert.Equal(Wire.Text(request.CallId), Wire.Text(response.CallId));
        Assert.Equal(request.CSeqNumber, response.CSeqNumber);
        Assert.Equal(SipMethod.Invite, response.Method);
        Assert.Equal(["<sip:p1;lr>", "<sip:p2;lr>", "<sip:p3;lr>"], Wire.Values(response, SipHeader.RecordRoute));
    }

    [Fact]
    public void AToTagThatIsThere_IsKept()
    {
        using var request = Wire.Read(TortureText.Request("BYE", "sip:a@b", "To: <sip:a@b>;tag=theirs"));
        using var writer = new SipWriter();
        SipResponse.Start(writer, request, 481, default, "ours"u8);
        Assert.True(writer.TryEnd(out var bytes));
        using var response = Wire.Read(bytes.ToArray());

        Assert.Equal("theirs", Wire.Text(response.ToTag));
        Assert.Equal("Call/Transaction Does Not Exist", Wire.Text(response.ReasonPhrase));
    }

    private static string[] ViasOfResponse(SipMessage request, string source, int port)
    {
        using var writer = new SipWriter();
        SipResponse.Start(writer, request, 200, default, "t"u8, Encoding.ASCII.GetBytes(source), port);
        Assert.True(writer.TryEnd(out var bytes));
        using var response = Wire.Read(bytes.ToArray());
        return Wire.Values(response, SipHeader.Via);
    }

    private static void AssertFails(SipWriteStatus status, Action<SipWriter> write)
    {
        using var writer = new SipWriter();
        writer.StartRequest(SipMethod.Options, "sip:a@b"u8);
        write(writer);
        var ended = writer.TryEnd(out var bytes);
        Assert.Equal(status, writer.Status);
        Assert.False(ended);
        Assert.True(bytes.IsEmpty);
    }
}
