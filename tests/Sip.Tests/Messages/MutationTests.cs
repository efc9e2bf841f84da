using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Torture;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

/// <summary>Messages with bytes changed, cut and doubled: no exception, and whatever is accepted stays within its own bytes.</summary>
public sealed class MutationTests
{
    private static readonly byte[] Interesting = [.. " \t\r\n;,<>\"\\:@=%[]?*/0a\0"u8, 0x7F, 0x80, 0xFF];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void NoMutation_MakesTheParserThrow(int seed)
    {
        var random = new Random(seed);
        var seeds = Seeds();
        for (var round = 0; round < 10_000; round++)
        {
            var bytes = Mutate(seeds[random.Next(seeds.Length)], random);
            try
            {
                ReadEverything(bytes);
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}, round {round}: {e.GetType().Name} on {Convert.ToBase64String(bytes)}\n{e}");
            }
        }
    }

    private static void ReadEverything(byte[] bytes)
    {
        using var framer = new SipStreamFramer(SipLimits.Default);
        ReadOnlySpan<byte> rest = bytes;
        while (framer.TryTake(ref rest, out var frame))
        {
            Assert.True(frame.Bytes.Length <= bytes.Length);
        }

        var status = SipMessage.TryParse(bytes, SipLimits.Default, out var message);
        using var writer = new SipWriter(64);
        if (message is null)
        {
            Assert.NotEqual(SipParseStatus.Ok, status);
            if (SipRefusal.TryWrite(writer, status, bytes, SipLimits.Default, "127.0.0.1"u8, 5060, out var answer))
            {
                Assert.True(answer.StartsWith("SIP/2.0 "u8));
            }

            return;
        }

        using (message)
        {
            SipResponse.Start(writer, message, 200, default, "t"u8, "127.0.0.1"u8, 5060);
            Assert.True(writer.TryEnd(out var response), $"{writer.Status} on {Convert.ToBase64String(bytes)}");
            Assert.Equal(SipParseStatus.Ok, Wire.StatusOf(response.ToArray()));
            foreach (var header in Enum.GetValues<SipHeader>())
            {
                foreach (var value in message.Values(header))
                {
                    ReadAs(value);
                }
            }
        }
    }

    // Every value goes through every parser: none may mind what it was not made for.
    private static void ReadAs(ReadOnlySpan<byte> value)
    {
        Span<byte> scratch = stackalloc byte[4096];
        if (NameAddr.TryParse(value, out var address))
        {
            Assert.True(address.UriText.Length <= value.Length);
            Assert.True(SipUriComparison.AreEqual(address.Uri, address.Uri));
        }

        if (Contact.TryParse(value, out var contact))
        {
            Assert.InRange(contact.Quality, 0, 1000);
        }

        if (ReferTo.TryParse(value, out var referTo))
        {
            referTo.TryGetReplaces(scratch, out _);
        }

        Assert.True(QuotedString.TryUnquote(value, scratch, out var length) && length <= value.Length);
        Assert.True(SipEscape.TryUnescape(value, scratch, out length) && length <= value.Length);
        _ = AuthValue.TryParse(value, out var auth) && auth.TryGet("realm"u8, out _);
        _ = Via.TryParse(value, out var via);
        Assert.InRange(via.Rport, 0, 65_535);
        _ = RAck.TryParse(value, out _);
        _ = SessionExpires.TryParse(value, out _);
        _ = Reason.TryParse(value, out _);
        _ = Replaces.TryParse(value, out _);
        _ = RetryAfter.TryParse(value, out _);
        _ = SipDate.TryParse(value, out _);
        _ = MediaType.TryParse(value, out _);
        _ = TokenValue.TryParse(value, out _);
        _ = Warning.TryParse(value, out _);
        _ = new Privacy(value).Has("id"u8);
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var list = new List<byte>(bytes);
        for (var n = random.Next(1, 5); n > 0 && list.Count > 0; n--)
        {
            var at = random.Next(list.Count);
            var count = Math.Min(random.Next(1, 30), list.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    list[at] = Interesting[random.Next(Interesting.Length)];
                    break;
                case 1:
                    list.Insert(at, Interesting[random.Next(Interesting.Length)]);
                    break;
                case 2:
                    list.RemoveRange(at, count);
                    break;
                case 3:
                    list.InsertRange(at, list.GetRange(at, count));
                    break;
                default:
                    list.RemoveRange(at, list.Count - at);
                    break;
            }
        }

        return [.. list];
    }

    private static byte[][] Seeds() =>
    [
        Wire.Bytes(TortureText.Request("INVITE", "sip:a:b@[::1]:5060;lr?x=y", "Contact: \"A\" <sip:a@b;p>;q=0.5, <sip:c>;expires=3\nRoute: <sip:r;lr>\nSupported: a, b", "v=0\n")),
        Wire.Bytes(TortureText.Request("REFER", "sip:a@b", "Refer-To: <sip:a@b?Replaces=1%3Bto-tag%3D2%3Bfrom-tag%3D3>\nReferred-By: \"x\" <sip:c@d>;cid=\"1@2\"\nTarget-Dialog: 1;local-tag=2;remote-tag=3")),
        Wire.Bytes(TortureText.Request("REGISTER", "sip:a", "Authorization: Digest username=\"u\", realm=\"r\\\"\", nonce=\"n,\", uri=\"sip:a\", response=\"0\"\nContact: *\nExpires: 0\nDate: Sat, 13 Nov 2010 23:29:00 GMT")),
        Wire.Bytes(TortureText.Response("503 No", "INVITE", "Retry-After: 5 (a (b) c);duration=7\nWarning: 399 h \"t\"\nReason: Q.850;cause=16;text=\"x\"\nSession-Expires: 90;refresher=uas\nVia: SIP / 2.0 / UDP\n x:1;received=[::1];rport=3")),
        Wire.Bytes("PRACK sip:[2001:db8::127.0.0.1] SIP/2.0\nv:SIP/2.0/WSS x.invalid;branch=z9hG4bK1\nf:a<sip:a@b>;tag=1\nt:\"b\\\"\" <tel:+1-2;ext=3>;tag=2\ni:1\nCSeq:1 PRACK\nRAck: 1 2 INVITE\nl:0\n\n"),
    ];
}
