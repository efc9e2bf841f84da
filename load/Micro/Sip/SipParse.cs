using BenchmarkDotNet.Attributes;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Micro.Sip;

/// <summary>From a datagram to a message, and to what a transaction and a dialog look at in it.</summary>
[MemoryDiagnoser]
public class SipParse
{
    private readonly byte[] _invite = WireText.Invite;
    private readonly byte[] _ok = WireText.Ok;
    private readonly byte[] _register = WireText.Register("Digest username=\"1001\", realm=\"demo.test\", nonce=\"0a4f113b\", uri=\"sip:demo.test\", response=\"6629fae49393a05397450978507c4ef1\", algorithm=MD5, cnonce=\"c\", nc=00000001, qop=auth");

    /// <summary>An INVITE with SDP.</summary>
    [Benchmark]
    public int Invite() => Read(_invite);

    /// <summary>A 200 to an INVITE, with SDP.</summary>
    [Benchmark]
    public int Ok() => Read(_ok);

    /// <summary>A REGISTER with credentials.</summary>
    [Benchmark]
    public int Register() => Read(_register);

    private static int Read(byte[] bytes)
    {
        if (SipMessage.TryParse(bytes, SipLimits.Default, out var message) != SipParseStatus.Ok)
        {
            return 0;
        }

        using (message)
        {
            return message!.TryGet(SipHeader.Contact, out var value) && Contact.TryParse(value, out var contact)
                ? contact.Uri.Port + message.TopVia.Branch.Length + message.CallId.Length + message.FromTag.Length + message.Body.Length
                : 0;
        }
    }
}
