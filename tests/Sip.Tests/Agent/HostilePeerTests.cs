using System.Text;
using CsCheck;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class HostilePeerTests
{
    private const int Messages = 25;

    private static readonly string[] Lines =
    [
        "Require: 100rel", "Require: timer", "RSeq: 4294967295", "RSeq: 0", "RAck: 1 1 INVITE", "Session-Expires: 4294967295;refresher=uas", "Session-Expires: 0",
        "Min-SE: 4294967295", "Retry-After: 99999999999", "Contact: *", "Contact: <sip:x>", "Contact: <tel:+1>", "Record-Route: <sip:127.0.0.3>", "Record-Route: <tel:1>",
        "Record-Route: nonsense", "Refer-To: <sip:a@b>", "Refer-Sub: false", "Event: refer", "Event: ;", "Subscription-State: terminated", "Reason: SIP ;cause=x", "Allow: UPDATE",
        "WWW-Authenticate: Digest realm=\"demo\", nonce=\"\", stale=true", "Proxy-Authenticate: Digest realm=\"demo\", nonce=\"x\", qop=\"auth\"", "Authorization: Digest",
        "Content-Type: application/sdp", "Content-Type: message/sipfrag", "Content-Type: application/dtmf-relay", "Supported: 100rel, timer", "Max-Forwards: 0",
        "Via: SIP/2.0/UDP 127.0.0.4;branch=z9hG4bKx;rport;maddr=999.1.1.1",
    ];

    private static readonly string[] Methods =
        ["INVITE", "ACK", "BYE", "CANCEL", "PRACK", "UPDATE", "REFER", "NOTIFY", "INFO", "OPTIONS", "MESSAGE", "REGISTER", "SUBSCRIBE", "BREW"];

    [Fact]
    public void WhateverAPeerSends_NothingIsThrown_AndNothingIsLeft()
    {
        const int Histories = 3_000;
        var understood = 0;
        Gen.Int[0, int.MaxValue].Sample(seed => Interlocked.Add(ref understood, Play(seed)), iter: Histories);
        Assert.InRange(understood, Histories * Messages / 2, Histories * Messages);
    }

    private static int Play(int seed)
    {
        var understood = 0;
        var random = new Random(seed);
        var desk = new Desk(options => options with { Credentials = new Everywhere(), SessionInterval = TimeSpan.FromSeconds(600) });
        var (called, tag) = desk.Answered("Supported: 100rel, timer");
        var (calling, invite) = random.Next(2) == 0 ? desk.Calling() : desk.Talking("Allow: UPDATE");
        desk.Sent.Clear();
        for (var i = 0; i < Messages; i++)
        {
            var text = random.Next(3) == 0 ? Response(random, desk, invite) : Request(random, tag, invite);
            var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
            if (random.Next(4) == 0)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            understood += desk.Feed(bytes) ? 1 : 0;
            Host(random, desk, called);
            Host(random, desk, calling);
            desk.Advance(TimeSpan.FromMilliseconds(random.Next(3_000)));
        }

        desk.Do((agent, now) =>
        {
            agent.Hangup(called, null, now);
            agent.Hangup(calling, null, now);
        });
        foreach (var other in desk.TakeAll<IncomingInvite>())
        {
            desk.Do((agent, now) => agent.Hangup(other.Leg, null, now));
        }

        desk.Advance(TimeSpan.FromMinutes(20));
        var counters = desk.Agent.Counters;
        Assert.True(counters is { Transactions: 0, Legs: 0 }, $"seed {seed}: {counters.Legs} legs, {counters.Transactions} transactions are left");
        return understood;
    }

    private static void Host(Random random, Desk desk, LegId leg) => desk.Do((agent, now) =>
    {
        switch (random.Next(12))
        {
            case 0:
                agent.AnswerOffer(leg, Desk.Sdp("x"), now);
                break;
            case 1:
                agent.Offer(leg, Desk.Sdp("y"), now, byUpdate: random.Next(2) == 0);
                break;
            case 2:
                agent.AnswerRefer(leg, 202, now);
                break;
            case 3:
                agent.NotifyRefer(leg, random.Next(100, 700), null, now);
                break;
            case 4:
                agent.Refer(leg, "sip:c@d", null, now);
                break;
            case 5:
                agent.RefuseOffer(leg, 488, now);
                break;
            case 6:
                agent.Ping(leg, now);
                break;
            default:
                break;
        }
    });

    private static string Request(Random random, string tag, string invite)
    {
        var method = Methods[random.Next(Methods.Length)];
        var number = random.Next(6) == 0 ? random.Next() : random.Next(1, 40);
        var dialog = random.Next(3) switch
        {
            0 => $"From: <sip:1001@127.0.0.2>;tag=caller\nTo: <sip:1002@127.0.0.1>;tag={tag}\nCall-ID: c1@desk\n",
            1 => $"From: <sip:bob@demo.test>;tag=peer\nTo: {Desk.Header(invite, "From")}\nCall-ID: {Desk.Header(invite, "Call-ID")}\n",
            _ => $"From: <sip:x@y>;tag=n{random.Next(3)}\nTo: <sip:1002@127.0.0.1>\nCall-ID: n{random.Next(3)}@desk\n",
        };
        return $"{method} sip:1002@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.2:5080;branch=z9hG4bK{random.Next(30)}\n{dialog}CSeq: {number} {method}\n{Rest(random)}";
    }

    private static string Response(Random random, Desk desk, string invite)
    {
        var request = desk.Sent.Count > 0 && random.Next(3) > 0 ? desk.Sent[random.Next(desk.Sent.Count)].Text : invite;
        request = request.StartsWith("SIP/2.0", StringComparison.Ordinal) ? invite : request;
        int[] codes = [100, 180, 183, 199, 200, 202, 302, 401, 407, 408, 422, 423, 481, 486, 487, 488, 491, 500, 503, 603, 699];
        return $"SIP/2.0 {codes[random.Next(codes.Length)]} X\nVia: {Desk.Header(request, "Via")}\nFrom: {Desk.Header(request, "From")}\nTo: <sip:bob@demo.test>;tag=peer{random.Next(3)}\nCall-ID: {Desk.Header(request, "Call-ID")}\nCSeq: {Desk.Header(request, "CSeq")}\n{Rest(random)}";
    }

    private static string Rest(Random random)
    {
        var lines = new StringBuilder();
        for (var i = random.Next(4); i > 0; i--)
        {
            lines.Append(Lines[random.Next(Lines.Length)]).Append('\n');
        }

        var body = random.Next(2) == 0 ? "" : "SIP/2.0 200 OK\n";
        return $"{lines}Content-Length: {body.Replace("\n", "\r\n", StringComparison.Ordinal).Length}\n\n{body}";
    }

    private sealed class Everywhere : ISipCredentials
    {
        public bool TryFind(string realm, System.Net.IPEndPoint peer, out SipCredential credential)
        {
            credential = new SipCredential("us", "secret");
            return true;
        }
    }
}
