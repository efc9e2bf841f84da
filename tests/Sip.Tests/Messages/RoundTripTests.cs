using System.Text;
using CsCheck;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

/// <summary>read(write(x)) == x, for messages that nobody thought of. A failure prints its seed; CsCheck_Seed in the environment runs it again.</summary>
public sealed class RoundTripTests
{
    private const string TokenCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~";

    private static readonly Gen<string> Token = Gen.Char[TokenCharacters].Array[1, 12].Select(c => new string(c));

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Char[" \t!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ09"],
        Gen.Char["ñÑ€日本\a\0\x7f"]).Array[0, 24].Select(c => new string(c));

    private static readonly Gen<string> Host = Gen.OneOf(
        Gen.OneOf("localhost", "example.org", "a-b.c_d.example", "127.0.0.1", "[::1]", "[2001:db8::127.0.0.9]"),
        Gen.Char["abcxyz019"].Array[1, 9].Select(c => new string(c)));

    private static readonly Gen<string> Uri = Gen.Select(
        Gen.OneOf("sip", "sips", "SIP"),
        Gen.String[Gen.Char, 0, 6],
        Host,
        Gen.Int[0, 65535],
        Gen.OneOf("", ";lr", ";transport=tcp;lr", ";x=%41;maddr=127.0.0.9"),
        (scheme, user, host, port, parameters) => $"{scheme}:{EscapedUser(user)}{host}{(port == 0 ? "" : $":{port}")}{parameters}");

    private static readonly Gen<(string Name, string Value)[]> Extras = Gen.Select(Token.Select(t => "X-" + t), Text.Select(t => t.Trim(' ', '\t'))).Array[0, 8];

    private static readonly Gen<byte[]> Body = Gen.Byte.Array[0, 200];

    [Fact]
    public void ARequest_ReadsBackAsItWasWritten()
        => Gen.Select(Token, Uri, Text, Uri, Token, Gen.UInt[0, int.MaxValue], Extras, Body).Sample(
            (method, uri, name, from, tag, number, extras, body) =>
            {
                using var writer = new SipWriter(8);
                writer.StartRequest(Utf8(method), Utf8(uri));
                writer.Via("TCP"u8, "box:5060"u8, Utf8("z9hG4bK" + tag));
                writer.Address(SipHeader.From, Utf8(name), Utf8(from), Utf8(tag));
                writer.Address(SipHeader.To, Utf8(name), Utf8(uri));
                writer.Header(SipHeader.CallId, tag + "@x");
                writer.CSeq(number, Utf8(method));
                foreach (var (n, v) in extras)
                {
                    writer.Header(Utf8(n), Utf8(v));
                }

                Assert.True(writer.TryEnd(body.Length == 0 ? default : "application/octet-stream"u8, body, out var bytes));
                using var message = Wire.Read(bytes.ToArray());
                Assert.Equal(method, Wire.Text(message.MethodToken));
                Assert.Equal(uri, Wire.Text(message.RequestUri));
                Assert.Equal(name, QuotedString.Unquote(message.From.DisplayName));
                Assert.Equal(from, Wire.Text(message.From.UriText));
                Assert.Equal(tag, Wire.Text(message.FromTag));
                Assert.True(message.ToTag.IsEmpty);
                Assert.Equal("z9hG4bK" + tag, Wire.Text(message.TopVia.Branch));
                Assert.Equal(tag + "@x", Wire.Text(message.CallId));
                Assert.Equal(number, message.CSeqNumber);
                Assert.Equal(body, message.Body.ToArray());
                Assert.Equal(bytes.ToArray(), message.Raw.ToArray());
                var first = message.HeaderCount - extras.Length - (body.Length == 0 ? 1 : 2);
                for (var i = 0; i < extras.Length; i++)
                {
                    message.GetLine(first + i, out var n, out var v);
                    Assert.Equal(extras[i], (Wire.Text(n), Wire.Text(v)));
                }
            },
            iter: 3000);

    [Fact]
    public void AResponse_ReadsBackAsItWasWritten()
        => Gen.Select(Gen.Int[100, 699], Text.Select(t => t.Trim(' ', '\t')), Token, Gen.OneOf(Gen.Const(SipMethod.Bye), Gen.Const(SipMethod.Invite))).Sample(
            (code, reason, tag, method) =>
            {
                using var writer = new SipWriter(8);
                writer.StartResponse(code, Utf8(reason));
                writer.Via("UDP"u8, "box"u8, "z9hG4bK1"u8, false);
                writer.Address(SipHeader.From, default, "sip:a@b"u8, Utf8(tag));
                writer.Address(SipHeader.To, default, "sip:c@d"u8, Utf8(tag + "x"));
                writer.Header(SipHeader.CallId, "1"u8);
                writer.CSeq(1, method);
                Assert.True(writer.TryEnd(out var bytes));
                using var message = Wire.Read(bytes.ToArray());
                Assert.Equal(code, message.StatusCode);
                Assert.Equal(reason.Length == 0 ? Wire.Text(SipReasonPhrase.Of(code)) : reason, Wire.Text(message.ReasonPhrase));
                Assert.Equal(tag, Wire.Text(message.FromTag));
                Assert.Equal(tag + "x", Wire.Text(message.ToTag));
                Assert.Equal(method, message.Method);
            },
            iter: 1000);

    [Fact]
    public void AnyText_ComesOutOfQuotesAsItWentIn_OrNotAtAll()
        => Gen.String[Gen.Char, 0, 40].Sample(
            text =>
            {
                using var writer = new SipWriter(8);
                writer.StartResponse(200);
                writer.Begin(SipHeader.Reason);
                writer.Append("SIP"u8);
                writer.QuotedParameter("text"u8, Utf8(text));
                writer.End();
                var written = writer.TryEnd(out var bytes);
                Assert.Equal(text.IndexOfAny(['\r', '\n']) < 0, written);
                if (written)
                {
                    var line = Wire.Text(bytes).Split("\r\n")[1]["Reason: ".Length..];
                    Assert.True(Reason.TryParse(Utf8(line), out var reason));
                    Assert.Equal(Wire.Text(Utf8(text)), QuotedString.Unquote(reason.Text));
                }
            },
            iter: 3000);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string EscapedUser(string user)
    {
        if (user.Length == 0)
        {
            return "";
        }

        var bytes = Utf8(user);
        var escaped = new byte[bytes.Length * 3];
        Assert.True(SipEscape.TryEscapeUser(bytes, escaped, out var length));
        return Wire.Text(escaped.AsSpan(0, length)) + "@";
    }
}
