using System.Text;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Micro.Sip;

/// <summary>Messages as a desk phone behind one proxy sends them.</summary>
internal static class WireText
{
    public const string Description = "v=0\r\no=- 3726 1 IN IP4 127.0.0.9\r\ns=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\nm=audio 30000 RTP/AVP 0 8 101\r\n"
        + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n";

    public static byte[] Invite { get; } = Message(
        """
        INVITE sip:1002@demo.test:5060;transport=udp SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.8:5060;branch=z9hG4bK77ef4c2312983.1;rport
        Via: SIP/2.0/UDP 127.0.0.9:5080;branch=z9hG4bKnashds8;received=127.0.0.9;rport=5080
        Record-Route: <sip:127.0.0.8;lr>
        Max-Forwards: 69
        From: "Ana" <sip:1001@demo.test>;tag=a73kszlfl
        To: <sip:1002@demo.test>
        Call-ID: 3c26700c1adb-r5k2w9x0@127.0.0.9
        CSeq: 314159 INVITE
        Contact: "Ana" <sip:1001@127.0.0.9:5080;transport=udp>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-000a95a0e128>"
        Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, REFER, NOTIFY, INFO
        Supported: replaces, timer, 100rel, path
        Session-Expires: 1800;refresher=uac
        User-Agent: phone/1.0
        Content-Type: application/sdp

        """,
        Description);

    public static byte[] Ok { get; } = Message(
        """
        SIP/2.0 200 OK
        Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKb1946ac92492d2347;rport=5060;received=127.0.0.1
        From: "Ana" <sip:1001@demo.test>;tag=1928301774
        To: <sip:1002@demo.test>;tag=99sa0xk
        Call-ID: 843817637684230@127.0.0.1
        CSeq: 1 INVITE
        Contact: <sip:1002@127.0.0.10:5080>
        Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE
        Supported: replaces, timer
        Content-Type: application/sdp

        """,
        Description);

    /// <summary>A REGISTER, with credentials when there are any.</summary>
    public static byte[] Register(string? authorization) => Message(
        $"""
        REGISTER sip:demo.test SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.9:5080;branch=z9hG4bKnashds7;rport
        Max-Forwards: 70
        From: <sip:1001@demo.test>;tag=456248
        To: <sip:1001@demo.test>
        Call-ID: 843817637684230@127.0.0.9
        CSeq: 1826 REGISTER
        Contact: <sip:1001@127.0.0.9:5080>;expires=600{(authorization is null ? "" : "\nAuthorization: " + authorization)}
        User-Agent: phone/1.0

        """,
        "");

    /// <summary>Reads a message that is known to be good.</summary>
    public static SipMessage Read(byte[] bytes) =>
        SipMessage.TryParse(bytes, SipLimits.Default, out var message) is SipParseStatus.Ok ? message! : throw new InvalidOperationException("The sample message is refused.");

    private static byte[] Message(string head, string body) =>
        Encoding.UTF8.GetBytes($"{head.TrimEnd()}\nContent-Length: {body.Length}\n\n".ReplaceLineEndings("\r\n") + body);
}
