using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Fuzz.Targets;

/// <summary>A whole SIP message: read, every header read as what it is, refused with an answer that can be read, framed whole and in pieces.</summary>
public sealed class SipTarget : FuzzTarget
{
    private static readonly SipHeader[] Headers = Enum.GetValues<SipHeader>();

    public override string Kind => "sip";

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. AsWords(
            "INVITE ", "REGISTER ", "ACK ", "BYE ", "CANCEL ", "OPTIONS ", "PRACK ", "REFER ", "SIP/2.0 200 OK\r\n", " SIP/2.0\r\n", "\r\n\r\n", "\r\n", "\r\n ", "\r\n\t",
            "Via: SIP/2.0/UDP ", "v: ", ";branch=z9hG4bK", ";rport", ";received=", ";maddr=", ";ttl=", "From: ", "f: ", "To: ", "t: ", ";tag=", "Call-ID: ", "i: ", "CSeq: ",
            "Max-Forwards: ", "Contact: *", "Contact: <sip:a@b>", ";expires=", ";q=0.5", "Content-Length: ", "l: ", "Content-Type: application/sdp", "Expires: ", "Route: <sip:a;lr>",
            "Record-Route: ", "Require: ", "Supported: ", "Session-Expires: 90;refresher=uac", "Min-SE: ", "RAck: 1 1 INVITE", "RSeq: ", "Refer-To: <sip:a?Replaces=x>", "Replaces: a;to-tag=b;from-tag=c",
            "Reason: SIP ;cause=200", "Authorization: Digest username=\"a\",realm=\"b\"", "WWW-Authenticate: Digest ", "Date: Sat, 13 Nov 2010 23:29:00 GMT", "Retry-After: 5 (x)", "Warning: 399 a \"b\"",
            "P-Asserted-Identity: ", "Privacy: id", "Path: ", "\"", "\\\"", "<", ">", ",", ";", "=", "%41", "[::1]", "sip:", "sips:", "tel:+1", "4294967295", "4294967296", "-1", "00000000000000000001"),
    ];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        _ = SipDatagram.KindOf(input);
        Frames(input);
        var status = SipMessage.TryParse(input, SipLimits.Default, out var message);
        if (message is null)
        {
            Demand(status != SipParseStatus.Ok, "Ok without a message");
            Refuse(input, status);
            return Verdict.Of(status, SipParseStatus.Ok);
        }

        using (message)
        {
            Demand(status == SipParseStatus.Ok, $"a message with status {status}");
            Read(message);
            var again = SipMessage.TryParse(message.Raw, SipLimits.Default, out var copy);
            Demand(again == SipParseStatus.Ok, $"what was read once is refused when read again: {again}");
            using (copy)
            {
                Demand(copy!.CallId.SequenceEqual(message.CallId) && copy.Body.SequenceEqual(message.Body), "the second reading differs");
            }
        }

        return Verdict.Parsed;
    }

    private static void Read(SipMessage message)
    {
        long touched = message.StatusCode + message.CSeqNumber + message.MaxForwards + message.MethodToken.Length + message.RequestUri.Length + message.ReasonPhrase.Length + message.ContentType.Length;
        touched += message.FromTag.Length + message.ToTag.Length + message.TopVia.Branch.Length + message.TopVia.Port;
        for (var line = 0; line < message.HeaderCount; line++)
        {
            message.GetLine(line, out var name, out var value);
            Demand(!name.IsEmpty, "a header line without a name");
            touched += value.Length + (message.TryGet(name, out var first) ? first.Length : 0);
            touched += HeaderValues.Read(value);
        }

        foreach (var header in Headers)
        {
            touched += message.Has(header) ? 1 : 0;
            foreach (var value in message.Values(header))
            {
                touched += HeaderValues.Read(value);
            }
        }

        GC.KeepAlive(touched);
    }

    // An answer to garbage echoes what could be read of it, but it is one response and nothing can be smuggled into it.
    private static void Refuse(ReadOnlySpan<byte> input, SipParseStatus status)
    {
        using var writer = new SipWriter();
        if (!SipRefusal.TryWrite(writer, status, input, SipLimits.Default, "127.0.0.1"u8, 5060, out var answer))
        {
            return;
        }

        Demand(answer.StartsWith("SIP/2.0 "u8) && answer.EndsWith("\r\n\r\n"u8), $"the answer to {status} is no response");
        Demand(answer.IndexOf("\r\n\r\n"u8) == answer.Length - 4, $"the answer to {status} holds a second message");
        for (var i = 0; i < answer.Length; i++)
        {
            Demand(
                answer[i] switch { (byte)'\r' => answer[i + 1] == '\n', (byte)'\n' => answer[i - 1] == '\r', _ => true },
                $"the answer to {status} holds half a line break");
        }
    }

    // A stream gives the same frames however TCP cuts it (RFC 3261 section 18.3).
    private static void Frames(ReadOnlySpan<byte> input)
    {
        var whole = FramesOf(input, input.Length);
        var cut = FramesOf(input, Math.Max(1, input.Length / 3));
        Demand(whole == cut, "the frames depend on how the stream was cut");
        if (input.Length is > 0 and < 512)
        {
            Demand(whole == FramesOf(input, 1), "the frames byte by byte differ from those of the whole");
        }
    }

    private static (int Frames, int Hash) FramesOf(ReadOnlySpan<byte> input, int piece)
    {
        using var framer = new SipStreamFramer(SipLimits.Default);
        var hash = default(HashCode);
        var frames = 0;
        while (!input.IsEmpty)
        {
            var received = input[..Math.Min(piece, input.Length)];
            input = input[received.Length..];
            while (framer.TryTake(ref received, out var frame))
            {
                hash.Add((int)frame.Kind);
                hash.Add((int)frame.Status);
                if (frame.Kind == SipFrameKind.Message)
                {
                    hash.AddBytes(frame.Bytes);
                }

                frames++;
            }
        }

        return (frames, hash.ToHashCode());
    }
}
