using System.Text;
using CsCheck;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Media.Tests.Sdp;

public class SdpReaderTests
{
    // The description of RFC 8866 §5.
    private const string Rfc8866 =
        "v=0\r\no=jdoe 3724394400 3724394405 IN IP4 198.51.100.1\r\ns=Call to John Smith\r\ni=SDP Offer #1\r\n" +
        "u=http://www.jdoe.example.com/home.html\r\ne=Jane Doe <jane@jdoe.example.com>\r\np=+1 617 555-6011\r\n" +
        "c=IN IP4 198.51.100.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0\r\nm=audio 49180 RTP/AVP 0\r\n" +
        "m=video 51372 RTP/AVP 99\r\nc=IN IP6 2001:db8::2\r\na=rtpmap:99 h263-1998/90000\r\n";

    private const string Start = "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n";

    private static SdpStatus Read(string text, out SdpSession? session, SdpLimits? limits = null) =>
        SdpSession.TryRead(Encoding.Latin1.GetBytes(text), limits ?? SdpLimits.Default, out session);

    [Fact]
    public void Rfc8866_5_Example_IsReadAndWrittenBackUnchanged()
    {
        Assert.Equal(SdpStatus.Ok, Read(Rfc8866, out var session));
        Assert.Equal(new SdpOrigin("jdoe", "3724394400", "3724394405", "IP4", "198.51.100.1"), session!.Origin);
        Assert.Equal("Call to John Smith", session.Name);
        Assert.Equal([49170, 49180, 51372], session.Media.Select(static m => m.Port));
        Assert.Equal(new SdpConnection("IP6", "2001:db8::2"), session.Media[2].Connection);
        Assert.Equal("99 h263-1998/90000", session.Media[2].Attribute("rtpmap"));
        Assert.Equal(Rfc8866, Encoding.Latin1.GetString(session.ToBytes()));
    }

    [Fact]
    public void BareLineFeedsAndTrailingBlankLinesAreTaken()
    {
        Assert.Equal(SdpStatus.Ok, Read((Rfc8866 + "\r\n\r\n").Replace("\r\n", "\n", StringComparison.Ordinal), out var session));
        Assert.Equal(3, session!.Media.Count);
    }

    [Fact]
    public void WhatIsNotKnownIsKept()
    {
        const string Odd = Start + "x=later\r\na=tool:x\r\nm=audio 9/2 RTP/AVP 0 8\r\ni=title\r\nb=AS:64\r\nx=more\r\na=weird\r\na=also:a:b c\r\n";
        Assert.Equal(SdpStatus.Ok, Read(Odd, out var session));
        Assert.Equal(2, session!.Media[0].PortCount);
        Assert.Equal("a:b c", session.Media[0].Attribute("also"));
        Assert.True(session.Media[0].HasAttribute("weird"));
        Assert.Equal(Odd, Encoding.Latin1.GetString(session.ToBytes()));
    }

    [Theory]
    [InlineData("", SdpStatus.Empty)]
    [InlineData("\r\n", SdpStatus.Empty)]
    [InlineData("v=1\r\n", SdpStatus.BadVersion)]
    [InlineData("o=- 1 1 IN IP4 1.1.1.1\r\n", SdpStatus.BadVersion)]
    [InlineData("v=0\r\n", SdpStatus.BadOrigin)]
    [InlineData("v=0\r\no=- 1 1 IN IP4\r\n", SdpStatus.BadOrigin)]
    [InlineData("v=0\r\no=- 1 1 XX IP4 1.1.1.1\r\n", SdpStatus.BadOrigin)]
    [InlineData(Start + "c=IN IP4\r\n", SdpStatus.BadConnection)]
    [InlineData(Start + "c=IN IP4 1.1.1.1 x\r\n", SdpStatus.BadConnection)]
    [InlineData(Start + "m=audio 70000 RTP/AVP 0\r\n", SdpStatus.BadMedia)]
    [InlineData(Start + "m=audio -1 RTP/AVP 0\r\n", SdpStatus.BadMedia)]
    [InlineData(Start + "m=audio 9/0 RTP/AVP 0\r\n", SdpStatus.BadMedia)]
    [InlineData(Start + "m=audio 9 RTP/AVP\r\n", SdpStatus.BadMedia)]
    [InlineData(Start + "m=audio\r\n", SdpStatus.BadMedia)]
    [InlineData(Start + "nonsense\r\n", SdpStatus.BadLine)]
    [InlineData(Start + "A=x\r\n", SdpStatus.BadLine)]
    [InlineData(Start + "\r\na=x\r\n", SdpStatus.BadLine)]
    [InlineData(Start + "a=\0\r\n", SdpStatus.BadLine)]
    [InlineData(Start + "v=0\r\n", SdpStatus.BadLine)]
    public void RefusesWithAReason(string text, SdpStatus expected)
    {
        Assert.Equal(expected, Read(text, out var session));
        Assert.Null(session);
    }

    [Fact]
    public void LimitsHold()
    {
        var limits = new SdpLimits { MaxBytes = 500, MaxLines = 8, MaxLineBytes = 60, MaxMedia = 2, MaxFormats = 3 };
        Assert.Equal(SdpStatus.TooLarge, Read(Start + new string('a', 500), out _, limits));
        Assert.Equal(SdpStatus.LineTooLong, Read(Start + "a=" + new string('a', 59), out _, limits));
        Assert.Equal(SdpStatus.TooManyLines, Read(Start + "a=1\r\na=2\r\na=3\r\na=4\r\n", out _, limits));
        Assert.Equal(SdpStatus.TooManyMedia, Read(Start + "m=a 1 x 1\r\nm=a 1 x 1\r\nm=a 1 x 1\r\n", out _, limits));
        Assert.Equal(SdpStatus.TooManyFormats, Read(Start + "m=a 1 x 1 2 3 4\r\n", out _, limits));
    }

    [Fact]
    public void DirectionOfTheSectionCountsBeforeTheSessions()
    {
        Assert.Equal(SdpStatus.Ok, Read(Start + "a=recvonly\r\nm=audio 9 RTP/AVP 0\r\na=inactive\r\nm=audio 9 RTP/AVP 0\r\n", out var session));
        Assert.Equal(MediaDirection.Inactive, session!.DirectionOf(session.Media[0]));
        Assert.Equal(MediaDirection.RecvOnly, session.DirectionOf(session.Media[1]));
    }

    [Fact]
    public void ReadOfWriteIsTheSame()
    {
        var token = Gen.Char["abcXYZ019-_.é"].Array[1, 12].Select(static c => new string(c));
        var value = Gen.Char["abc 019:/;=<>é"].Array[1, 30].Select(static c => new string(c).Trim() + "x");
        var attribute = Gen.Select(token, value, Gen.Bool).Select(static (n, v, bare) => new SdpAttribute(n, bare ? null : v));
        var media = Gen.Select(token, Gen.Int[0, 65535], token, token.Array[1, 5], attribute.Array[0, 5], Gen.Bool);
        Gen.Select(token, value, media.Array[0, 4], attribute.Array[0, 4]).Sample(
            static (user, name, sections, attributes) =>
            {
                var session = new SdpSession { Origin = new SdpOrigin(user, "1", "2", "IP4", "10.0.0.1"), Name = name };
                Array.ForEach(attributes, session.Attributes.Add);
                foreach (var (kind, port, protocol, formats, own, connected) in sections)
                {
                    var section = new SdpMedia { Kind = kind, Port = port, Protocol = protocol };
                    section.Connection = connected ? new SdpConnection("IP6", "::1") : null;
                    Array.ForEach(formats, section.Formats.Add);
                    Array.ForEach(own, section.Attributes.Add);
                    session.Media.Add(section);
                }

                var bytes = session.ToBytes();
                return SdpSession.TryRead(bytes, SdpLimits.Default, out var read) == SdpStatus.Ok
                    && read!.Origin == session.Origin && read.Name == session.Name && read.Attributes.SequenceEqual(session.Attributes)
                    && read.Media.Count == session.Media.Count
                    && read.Media.Zip(session.Media).All(static p => p.First.Kind == p.Second.Kind && p.First.Port == p.Second.Port
                        && p.First.Protocol == p.Second.Protocol && p.First.Formats.SequenceEqual(p.Second.Formats)
                        && p.First.Attributes.SequenceEqual(p.Second.Attributes) && p.First.Connection == p.Second.Connection)
                    && read.ToBytes().AsSpan().SequenceEqual(bytes);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);
    }

    [Fact]
    public void RandomBytesNeverThrow() =>
        Gen.Select(Gen.Char["v=0oasmcti -1\r\nIPN4/:."].Array[0, 200], Gen.Bool).Sample(
            static (chars, prefixed) =>
            {
                var text = (prefixed ? Start : string.Empty) + new string(chars);
                return Read(text, out var session) == SdpStatus.Ok == (session is not null);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 5000);
}
