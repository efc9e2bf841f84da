using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Tests.Torture;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

/// <summary>Reading, framing and answering allocate nothing once the pools are warm.</summary>
public sealed class AllocationTests
{
    private static readonly byte[] Invite = Wire.Bytes(TortureText.Request(
        "INVITE",
        "sip:1002@demo.test:5060;transport=udp",
        """
        Via: SIP/2.0/UDP 127.0.0.9:5080;branch=z9hG4bK2;received=127.0.0.9;rport=5080
        Record-Route: <sip:127.0.0.9;lr>, <sip:127.0.0.10;lr>
        Contact: "Ana" <sip:1001@127.0.0.9:5080;transport=udp>;+sip.instance="<urn:uuid:1>"
        Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, REFER, NOTIFY, INFO
        Supported: replaces, timer, 100rel,
          path
        Session-Expires: 1800;refresher=uac
        User-Agent: phone/1.0
        X-Custom: 1
        """,
        "v=0\no=- 1 1 IN IP4 127.0.0.9\ns=-\nc=IN IP4 127.0.0.9\nt=0 0\nm=audio 30000 RTP/AVP 0 8 101\n"));

    [Fact]
    public void ReadingATypicalInvite_AllocatesNothing() => AssertNoAllocation(() =>
    {
        SipMessage.TryParse(Invite, SipLimits.Default, out var message);
        using (message)
        {
            var count = message!.Values(SipHeader.Allow).Count + message.Values(SipHeader.Supported).Count;
            message.TryGet("X-Custom"u8, out var custom);
            message.TryGet(SipHeader.Contact, out var value);
            Assert.True(Contact.TryParse(value, out var contact));
            Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
            return count + custom.Length + contact.Uri.Port + uri.Port + message.FromTag.Length + message.TopVia.Branch.Length;
        }
    });

    [Fact]
    public void AnsweringATypicalInvite_AllocatesNothing()
    {
        using var writer = new SipWriter();
        AssertNoAllocation(() =>
        {
            SipMessage.TryParse(Invite, SipLimits.Default, out var message);
            using (message)
            {
                SipResponse.Start(writer, message!, 180, default, "tag"u8, "127.0.0.9"u8, 5080);
                writer.Copy(message!, SipHeader.RecordRoute);
                writer.Address(SipHeader.Contact, default, "sip:127.0.0.1"u8);
                writer.TryEnd(out var bytes);
                return bytes.Length;
            }
        });
    }

    [Fact]
    public void FramingATypicalInvite_AllocatesNothing_EvenInPieces()
    {
        using var framer = new SipStreamFramer(SipLimits.Default);
        AssertNoAllocation(() =>
        {
            var length = 0;
            for (var at = 0; at < Invite.Length; at += 100)
            {
                ReadOnlySpan<byte> rest = Invite.AsSpan(at, Math.Min(100, Invite.Length - at));
                while (framer.TryTake(ref rest, out var frame))
                {
                    length += frame.Bytes.Length;
                }
            }

            return length;
        });
    }

    private static void AssertNoAllocation(Func<int> act)
    {
        var first = act();
        Assert.True(first > 0);
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal(first, act());
        }

        var sum = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            sum += act();
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(first * 1000, sum);
        Assert.Equal(0, allocated);
    }
}
