using System.Net;
using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

/// <summary>One agent on a desk: messages go in as text, effects and sent text come out, time moves when told.</summary>
internal sealed class Desk
{
    public static readonly IPEndPoint Here = new(IPAddress.Loopback, 5060);
    public static readonly IPEndPoint There = new(IPAddress.Parse("127.0.0.2"), 5080);
    private readonly List<SipEffect> _effects = [];

    public Desk(Func<SipAgentOptions, SipAgentOptions>? change = null)
    {
        var options = new SipAgentOptions { Listeners = [new SipListener(SipTransport.Udp, Here), new SipListener(SipTransport.Tcp, Here)], SessionInterval = TimeSpan.Zero };
        Options = change?.Invoke(options) ?? options;
        Agent = new SipAgent(Options, new SeededEntropy(7), 0);
    }

    public SipAgentOptions Options { get; }

    public SipAgent Agent { get; }

    public long Now { get; private set; }

    public SipFlow Flow { get; set; } = new(SipTransport.Udp, Here, There);

    /// <summary>Everything that was sent since the last look, with its time.</summary>
    public List<(TimeSpan At, SipFlow Flow, string Text)> Sent { get; } = [];

    public static byte[] Sdp(string name) => Encoding.ASCII.GetBytes($"v=0\r\ns={name}\r\n");

    public static string Text(ReadOnlyMemory<byte> body) => Encoding.ASCII.GetString(body.Span);

    /// <summary>Gives a message; lines end as in C#, a blank line parts headers and body, Content-Length is added.</summary>
    public void Receive(string text, SipFlow? flow = null)
    {
        var parts = text.ReplaceLineEndings("\n").Split("\n\n", 2);
        var body = parts.Length > 1 ? parts[1].Replace("\n", "\r\n", StringComparison.Ordinal) : "";
        var head = parts[0].TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes($"{head}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        var status = SipMessage.TryParse(bytes, SipLimits.Default, out var message);
        Assert.True(status == SipParseStatus.Ok, $"{status}: {text}");
        Agent.Receive(message!, flow ?? Flow, Now);
        Drain();
    }

    /// <summary>Gives bytes that may be no message; false when the reader refuses them.</summary>
    public bool Feed(ReadOnlySpan<byte> bytes)
    {
        if (SipMessage.TryParse(bytes, SipLimits.Default, out var message) != SipParseStatus.Ok)
        {
            return false;
        }

        Agent.Receive(message!, Flow, Now);
        Drain();
        return true;
    }

    public void Do(Action<SipAgent, long> command)
    {
        command(Agent, Now);
        Drain();
    }

    public T Do<T>(Func<SipAgent, long, T> command)
    {
        var result = command(Agent, Now);
        Drain();
        return result;
    }

    /// <summary>Moves the clock, stopping at each deadline.</summary>
    public void Advance(TimeSpan time)
    {
        var end = Now + time.Ticks;
        while (Agent.Deadline <= end)
        {
            Now = Math.Max(Now, Agent.Deadline);
            Agent.Tick(Now);
            Drain();
        }

        Now = end;
        Agent.Tick(Now);
        Drain();
    }

    /// <summary>Takes the one effect of that type that came since the last look; fails on none or several.</summary>
    public T Take<T>()
        where T : SipEffect
    {
        var found = _effects.OfType<T>().ToArray();
        Assert.True(found.Length == 1, $"{found.Length} {typeof(T).Name} among {string.Join(", ", _effects.Select(effect => effect.GetType().Name))}");
        _effects.Remove(found[0]);
        return found[0];
    }

    /// <summary>Takes all effects of that type that came since the last look.</summary>
    public T[] TakeAll<T>()
        where T : SipEffect
    {
        var found = _effects.OfType<T>().ToArray();
        _effects.RemoveAll(effect => effect is T);
        return found;
    }

    /// <summary>No effect of that type came.</summary>
    public void None<T>()
        where T : SipEffect => Assert.Empty(_effects.OfType<T>());

    /// <summary>Takes the one message that was sent since the last look.</summary>
    public string TakeSent()
    {
        Assert.True(Sent.Count == 1, $"{Sent.Count} sent: {string.Join(" / ", Sent.Select(sent => sent.Text.Split("\r\n")[0]))}");
        var text = Sent[0].Text;
        Sent.Clear();
        return text;
    }

    /// <summary>Takes the message whose start line begins so; the others stay.</summary>
    public string TakeSent(string start)
    {
        var index = Sent.FindIndex(sent => sent.Text.StartsWith(start, StringComparison.Ordinal));
        Assert.True(index >= 0, $"no {start} among {string.Join(" / ", Sent.Select(sent => sent.Text.Split("\r\n")[0]))}");
        var text = Sent[index].Text;
        Sent.RemoveAt(index);
        return text;
    }

    /// <summary>The value of a header in a message text; empty when it is absent.</summary>
    public static string Header(string message, string name)
    {
        var line = message.Split("\r\n").TakeWhile(line => line.Length > 0).FirstOrDefault(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase));
        return line is null ? "" : line[(name.Length + 2)..];
    }

    public static string Tag(string message, string header)
    {
        var value = Header(message, header);
        var at = value.IndexOf(";tag=", StringComparison.Ordinal);
        return at < 0 ? "" : value[(at + 5)..].Split(';')[0];
    }

    public static string Body(string message) => message[(message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    /// <summary>A response to a request of the agent.</summary>
    public void Reply(string request, int code, string toTag = "peer", string headers = "", string body = "")
    {
        var to = Header(request, "To");
        if (code > 100 && !to.Contains(";tag=", StringComparison.Ordinal))
        {
            to += $";tag={toTag}";
        }

        var contact = code is > 100 and < 300 ? "Contact: <sip:peer@127.0.0.2:5080>\n" : "";
        var type = body.Length > 0 ? "Content-Type: application/sdp\n" : "";
        headers = headers.Length > 0 ? headers.TrimEnd('\n') + "\n" : "";
        Receive($"SIP/2.0 {code} Whatever\nVia: {Header(request, "Via")}\nFrom: {Header(request, "From")}\nTo: {to}\nCall-ID: {Header(request, "Call-ID")}\nCSeq: {Header(request, "CSeq")}\n{contact}{type}{headers}\n{body}");
    }

    /// <summary>An INVITE of a peer.</summary>
    public static string Invite(string headers = "", string body = "v=0\ns=offer\n", string branch = "z9hG4bKinv1", string uri = "sip:1002@127.0.0.1") =>
        Request("INVITE", 1, branch, "", "Max-Forwards: 70\nContact: <sip:caller@127.0.0.2:5080>\n" + (body.Length > 0 ? "Content-Type: application/sdp\n" : "") + headers, body, uri);

    /// <summary>A request of a peer.</summary>
    public static string Request(string method, int number, string branch, string toTag, string headers = "", string body = "", string uri = "sip:1002@127.0.0.1")
    {
        headers = headers.Length > 0 ? headers.TrimEnd('\n') + "\n" : "";
        var tag = toTag.Length > 0 ? $";tag={toTag}" : "";
        return $"{method} {uri} SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.2:5080;branch={branch};rport\nFrom: <sip:1001@127.0.0.2>;tag=caller\nTo: <sip:1002@127.0.0.1>{tag}\nCall-ID: c1@desk\nCSeq: {number} {method}\n{headers}\n{body}";
    }

    /// <summary>A peer calls and we answer; gives the leg and our tag.</summary>
    public (LegId Leg, string Tag) Answered(string headers = "")
    {
        Receive(Invite(headers));
        var leg = Take<IncomingInvite>().Leg;
        Assert.True(Do((agent, now) => agent.Answer(leg, Sdp("answer"), now)));
        var tag = Tag(TakeSent("SIP/2.0 200"), "To");
        Receive(Request("ACK", 1, "z9hG4bKack1", tag));
        Take<Confirmed>();
        Sent.Clear();
        return (leg, tag);
    }

    /// <summary>We call a peer; gives the leg and the INVITE.</summary>
    public (LegId Leg, string Invite) Calling(Func<InviteRequest, InviteRequest>? change = null)
    {
        var call = new InviteRequest { Target = "sip:bob@127.0.0.2:5080", From = "<sip:1001@demo.test>", To = "<sip:bob@demo.test>", Body = Sdp("offer") };
        var leg = Do((agent, now) => agent.Invite(change?.Invoke(call) ?? call, now));
        return (leg, TakeSent("INVITE"));
    }

    /// <summary>We call a peer that answers; gives the leg and the INVITE.</summary>
    public (LegId Leg, string Invite) Talking(string headers = "", Func<InviteRequest, InviteRequest>? change = null)
    {
        var (leg, invite) = Calling(change);
        Reply(invite, 200, headers: headers, body: "v=0\ns=answer\n");
        Take<Answered>();
        TakeSent("ACK");
        return (leg, invite);
    }

    /// <summary>A request of the peer in a dialog that our INVITE made.</summary>
    public void InDialog(string invite, string method, int number, string headers = "", string body = "", string branch = "")
    {
        branch = branch.Length > 0 ? branch : $"z9hG4bK{method}{number}";
        headers = headers.Length > 0 ? headers.TrimEnd('\n') + "\n" : "";
        Receive($"{method} sip:x@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.2:5080;branch={branch}\nFrom: {Header(invite, "To")};tag=peer\nTo: {Header(invite, "From")}\nCall-ID: {Header(invite, "Call-ID")}\nCSeq: {number} {method}\n{headers}\n{body}");
    }

    private void Drain()
    {
        while (Agent.TryTake(out var effect))
        {
            if (effect is SendMessage send)
            {
                Sent.Add((TimeSpan.FromTicks(Now), send.Flow, Encoding.UTF8.GetString(send.Bytes.Span)));
            }
            else
            {
                _effects.Add(effect);
            }
        }
    }
}
