using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Framing;

public sealed class SipStreamFramerTests
{
    [Theory]
    [Wire("OPTIONS sip:a@b SIP/2.0\nContent-Length: 0\n\n")]
    [Wire("INVITE sip:a@b SIP/2.0\nVia: SIP/2.0/TCP c;branch=z9hG4bK1\nl: 5\nSubject: x\n y\n\nv=0\n")]
    [Wire("INVITE sip:a@b SIP/2.0\nCONTENT-length :\n  9 \n\n\n\n\n\n\n")]
    [Wire("SIP/2.0 200 OK\nL:1\n\n\n")]
    [Wire("MESSAGE sip:a@b SIP/2.0\nl: 46\n\nINVITE sip:x@y SIP/2.0\nContent-Length: 3\n\n...")]
    [Wire("BAD  LINE SIP/2.0\nNo colon here\nContent-Length: 2\n\nab")]
    public void Messages_AreCutTheSame_HoweverTheyArrive(byte[] message, string padding)
    {
        // A body that ends with line breaks must not be mistaken for a keep-alive: the length alone decides.
        var length = LengthOf(message);
        byte[] stream = padding.Length == 0
            ? message[..length]
            : [.. "\r\n\r\n"u8, .. message[..length], .. Wire.Bytes(padding), .. "\r\n"u8];
        string[] expected = padding.Length == 0
            ? [$"Message {Wire.Text(message.AsSpan(0, length))}"]
            : ["Pong", "Ping", $"Message {Wire.Text(message.AsSpan(0, length))}", $"Message {Wire.Text(Wire.Bytes(padding))}", "Pong"];

        foreach (var run in WireRun.AllOf(stream))
        {
            Assert.True(expected.SequenceEqual(Frames.Of(run)), $"{run.Name}: {string.Join(" | ", Frames.Of(run))}");
        }
    }

    [Fact]
    public void Rfc5626_3_5_1_TwoLineBreaksAreAPing_OneIsAPong_HoweverTheyArrive()
    {
        foreach (var run in WireRun.AllOf("\r\n\r\n\r\n\r\n\r\n"u8.ToArray()))
        {
            Assert.Equal(["Pong", "Ping", "Pong", "Ping", "Pong"], Frames.Of(run));
        }
    }

    [Fact]
    public void AMessageBetweenTwoLineBreaks_MakesNoPingOfThem()
    {
        foreach (var run in WireRun.AllOf(Wire.Bytes("\nACK sip:a@b SIP/2.0\nl:0\n\n\n")))
        {
            Assert.Equal(["Pong", "Message ACK sip:a@b SIP/2.0\r\nl:0\r\n\r\n", "Pong"], Frames.Of(run));
        }
    }

    [Theory]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nVia: x\n\n", SipParseStatus.MissingContentLength)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nl: x\n\n", SipParseStatus.BadContentLength)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nl: -1\n\n", SipParseStatus.BadContentLength)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nl:\n\n", SipParseStatus.BadContentLength)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nl: 1\n 2\n\n", SipParseStatus.BadContentLength)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nl: 4\nContent-Length: 5\n\n", SipParseStatus.DuplicateHeader)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nl: 99999999999999999999\n\n", SipParseStatus.BodyTooLarge)]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", SipParseStatus.NotSip)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\nl: 0\n X\rY\n\n", SipParseStatus.BadLineBreak)]
    public void AStreamWhoseNextMessageNobodyCanFind_IsBroken_HoweverItArrives(string text, SipParseStatus status)
    {
        foreach (var run in WireRun.AllOf([.. Wire.Bytes(text.Replace("\r", "@", StringComparison.Ordinal)).Select(b => b == '@' && text.Contains('\r') ? (byte)'\r' : b)]))
        {
            Assert.Equal([$"Broken {status}"], Frames.Of(run));
        }
    }

    [Fact]
    public void ABrokenFramer_SwallowsTheRest_AndSaysWhy()
    {
        using var framer = new SipStreamFramer(SipLimits.Default);
        ReadOnlySpan<byte> rest = Wire.Bytes("OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/TCP c\n\nOPTIONS");
        Assert.True(framer.TryTake(ref rest, out var frame));
        Assert.Equal("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/TCP c\r\n\r\n", Wire.Text(frame.Bytes));
        Assert.Equal(SipParseStatus.MissingContentLength, framer.Status);
        using var writer = new SipWriter();
        Assert.True(SipRefusal.TryWrite(writer, frame.Status, frame.Bytes, SipLimits.Default, "127.0.0.1"u8, 5060, out var answer));
        Assert.StartsWith(
            "SIP/2.0 400 Missing Content-Length\r\nVia: SIP/2.0/TCP c;received=127.0.0.1\r\n", Wire.Text(answer), StringComparison.Ordinal);

        rest = "OPTIONS sip:a@b SIP/2.0\r\nl:0\r\n\r\n"u8;
        Assert.False(framer.TryTake(ref rest, out _));
        Assert.True(rest.IsEmpty);
    }

    [Fact]
    public void Limits_BoundWhatIsKept_HoweverItArrives()
    {
        var limits = new SipLimits { MaxHeaderBytes = 200, MaxBodyBytes = 50, MaxMessageBytes = 220, MaxHeaders = 4 };
        var noise = Wire.Bytes("OPTIONS sip:a@b SIP/2.0\nX: " + new string('x', 1000));
        var ended = Wire.Bytes("OPTIONS sip:a@b SIP/2.0\nl:0\nX: " + new string('x', 200) + "\n\n");
        var many = Wire.Bytes("OPTIONS sip:a@b SIP/2.0\nA:1\nB:1\nC:1\nD:1\nl:0\n\n");
        var body = Wire.Bytes("OPTIONS sip:a@b SIP/2.0\nl:51\n\n" + new string('x', 51));
        var whole = Wire.Bytes("OPTIONS sip:a@b SIP/2.0\nX: " + new string('x', 140) + "\nl:50\n\n" + new string('x', 50));

        foreach (var (bytes, status) in new[]
        {
            (noise, SipParseStatus.HeaderTooLarge), (ended, SipParseStatus.HeaderTooLarge), (many, SipParseStatus.TooManyHeaders),
            (body, SipParseStatus.BodyTooLarge), (whole, SipParseStatus.BodyTooLarge),
        })
        {
            foreach (var run in WireRun.AllOf(bytes))
            {
                Assert.True(Frames.Of(run, limits).SequenceEqual([$"Broken {status}"]), $"{status}, {run.Name}");
            }
        }
    }

    [Fact]
    public void AMessageThatLiesWholeInWhatWasReceived_IsNotCopied()
    {
        using var framer = new SipStreamFramer(SipLimits.Default);
        var bytes = Wire.Bytes("OPTIONS sip:a@b SIP/2.0\nl: 2\n\nab");
        ReadOnlySpan<byte> rest = bytes;

        Assert.True(framer.TryTake(ref rest, out var frame));
        Assert.True(frame.Bytes.Overlaps(bytes, out var offset));
        Assert.Equal(0, offset);
        Assert.Equal(bytes.Length, frame.Bytes.Length);
    }

    [Fact]
    public void BothMessagesOfADoubleDelivery_ParseAfterTheCut()
    {
        const string Message = "OPTIONS sip:a@b SIP/2.0\nVia: SIP/2.0/TCP c;branch=z9hG4bK1\nFrom: <sip:a@b>;tag=1\nTo: <sip:a@b>\nCall-ID: 1\nCSeq: 1 OPTIONS\nl: 1\n\n";
        using var framer = new SipStreamFramer(SipLimits.Default);
        ReadOnlySpan<byte> rest = Wire.Bytes($"{Message}a{Message}b");
        var bodies = new List<string>();
        while (framer.TryTake(ref rest, out var frame))
        {
            Assert.Equal(SipParseStatus.Ok, SipMessage.TryParse(frame.Bytes, SipLimits.Default, out var message));
            bodies.Add(Wire.Text(message!.Body));
            message.Dispose();
        }

        Assert.Equal(["a", "b"], bodies);
    }

    [Theory]
    [InlineData("", SipDatagramKind.KeepAlive)]
    [InlineData("\r\n", SipDatagramKind.KeepAlive)]
    [InlineData("\r\n\r\n", SipDatagramKind.KeepAlive)]
    [InlineData("\0\0\0\0", SipDatagramKind.KeepAlive)]
    [InlineData("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", SipDatagramKind.Message)]
    [InlineData("x", SipDatagramKind.Message)]
    [InlineData("\0\u0001\0\0!\u0012\u00A4\u0042aaaaaaaaaaaa", SipDatagramKind.Stun)]
    [InlineData("\0\u0001\0\0!\u0012\u00A4\u0042aaaaaaaaaaa", SipDatagramKind.Message)]
    [InlineData("\0\u0001\0\0!\u0012\u00A4\u0043aaaaaaaaaaaa", SipDatagramKind.Message)]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\n\r\n", SipDatagramKind.Message)]
    public void Datagrams_AreToldApartByTheirFirstBytes(string text, SipDatagramKind kind)
        => Assert.Equal(kind, SipDatagram.KindOf(System.Text.Encoding.Latin1.GetBytes(text)));

    private static int LengthOf(byte[] message)
    {
        using var framer = new SipStreamFramer(SipLimits.Default);
        ReadOnlySpan<byte> rest = message;
        Assert.True(framer.TryTake(ref rest, out var frame));
        Assert.Equal(SipFrameKind.Message, frame.Kind);
        return frame.Bytes.Length;
    }
}
