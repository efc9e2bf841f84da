using System.Net;
using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class RequestRulesTests
{
    private readonly Desk _desk = new();

    [Theory]
    [InlineData("Require: foo, timer, bar", "420", "Unsupported", "foo, bar")]
    [InlineData("Session-Expires: 30\nSupported: timer", "422", "Min-SE", "90")]
    public void RefusesWithWhatWouldDo(string header, string code, string name, string value)
    {
        _desk.Receive(Desk.Invite(header));
        var refusal = _desk.TakeSent($"SIP/2.0 {code} ");
        Assert.Equal(value, Desk.Header(refusal, name));
        _desk.None<IncomingInvite>();
        Assert.Equal(0, _desk.Agent.Counters.Legs);
    }

    [Fact]
    public void Rfc3261_8_2_3_OtherBodies_Get415()
    {
        _desk.Receive(Desk.Invite().Replace("application/sdp", "text/plain", StringComparison.Ordinal));
        Assert.Equal("application/sdp", Desk.Header(_desk.TakeSent("SIP/2.0 415"), "Accept"));
        _desk.Receive(Desk.Invite("Content-Encoding: gzip", branch: "z9hG4bKb").Replace("c1@desk", "c2@desk", StringComparison.Ordinal));
        Assert.Equal("identity", Desk.Header(_desk.TakeSent("SIP/2.0 415"), "Accept-Encoding"));
        Assert.Equal(2, _desk.Agent.Counters.Refused);
    }

    [Fact]
    public void Rfc3261_16_3_LastHop_Gets483_ButOptionsIsAnswered()
    {
        _desk.Receive(Desk.Invite().Replace("Max-Forwards: 70", "Max-Forwards: 0", StringComparison.Ordinal));
        _desk.TakeSent("SIP/2.0 483");
        _desk.Receive(Desk.Request("OPTIONS", 1, "z9hG4bKo", "", "Max-Forwards: 0").Replace("c1@desk", "c2@desk", StringComparison.Ordinal));
        Assert.Equal(Desk.There, _desk.Take<IncomingRequest>().Flow.Remote);
    }

    [Fact]
    public void Rfc3261_8_2_2_2_MergedRequest_Gets482()
    {
        _desk.Receive(Desk.Invite());
        _desk.Take<IncomingInvite>();
        _desk.Sent.Clear();
        _desk.Receive(Desk.Invite(branch: "z9hG4bKother"));
        _desk.TakeSent("SIP/2.0 482");
        _desk.None<IncomingInvite>();
        Assert.Equal(1, _desk.Agent.Counters.Loops);
    }

    [Fact]
    public void Rfc3261_16_3_OurOwnRequestThatComesBack_Gets482_ASpiralDoesNot()
    {
        var (_, invite) = _desk.Calling();
        var via = Desk.Header(invite, "Via");
        _desk.Receive(Desk.Invite($"Via: {via}", uri: "sip:bob@127.0.0.2:5080"));
        _desk.TakeSent("SIP/2.0 482");
        _desk.Receive(Desk.Invite($"Via: {via}", branch: "z9hG4bKspiral", uri: "sip:carol@127.0.0.1").Replace("c1@desk", "c2@desk", StringComparison.Ordinal));
        _desk.Take<IncomingInvite>();
    }

    [Theory]
    [InlineData("BYE", 481)]
    [InlineData("UPDATE", 481)]
    [InlineData("PRACK", 481)]
    [InlineData("INFO", 481)]
    [InlineData("NOTIFY", 481)]
    [InlineData("REFER", 403)]
    [InlineData("BREW", 501)]
    public void RequestsThatNeedADialog_AreRefusedWithoutOne(string method, int code)
    {
        _desk.Receive(Desk.Request(method, 1, "z9hG4bKx", ""));
        var refusal = _desk.TakeSent();
        Assert.StartsWith($"SIP/2.0 {code} ", refusal, StringComparison.Ordinal);
        Assert.Equal(code == 501, Desk.Header(refusal, "Allow").Length > 0);
    }

    [Theory]
    [InlineData("REGISTER")]
    [InlineData("OPTIONS")]
    [InlineData("SUBSCRIBE")]
    [InlineData("MESSAGE")]
    [InlineData("PUBLISH")]
    public void HostAnswersTheOthers_AndRepetitionsGetTheSame(string method)
    {
        _desk.Receive(Desk.Request(method, 1, "z9hG4bKx", "", "Content-Type: text/plain", "hello\n"));
        var request = _desk.Take<IncomingRequest>();
        Assert.Equal("hello\r\n", Desk.Text(request.Body));
        Assert.True(_desk.Do((agent, now) => agent.Respond(request.Request, 200, null, now, [new AddedHeader("X-Answer", "yes")], "text/plain", "body"u8.ToArray())));
        var ok = _desk.TakeSent();
        Assert.Equal("yes", Desk.Header(ok, "X-Answer"));
        Assert.Equal("body", Desk.Body(ok));
        Assert.NotEmpty(Desk.Tag(ok, "To"));
        _desk.Receive(Desk.Request(method, 1, "z9hG4bKx", "", "Content-Type: text/plain", "hello\n"));
        Assert.Equal(ok, _desk.TakeSent());
        _desk.None<IncomingRequest>();
        Assert.False(_desk.Do((agent, now) => agent.Respond(request.Request, 200, null, now)));
    }

    [Fact]
    public void RequestOfAnUnknownDialog_GoesToTheHost()
    {
        _desk.Receive(Desk.Request("BYE", 5, "z9hG4bKb", "call9leg2.0123"));
        var foreign = _desk.Take<ForeignRequest>();
        Assert.Equal("call9leg2", foreign.Token);
        Assert.True(_desk.Do((agent, now) => agent.Respond(foreign.Request, 481, null, now)));
        Assert.Equal("call9leg2.0123", Desk.Tag(_desk.TakeSent("SIP/2.0 481"), "To"));
        _desk.Receive(Desk.Request("ACK", 5, "z9hG4bKa", "call9leg2.0123"));
        Assert.Equal(default, _desk.Take<ForeignRequest>().Request);
    }

    [Fact]
    public void ARequestThatTheHostGaveAway_IsNotAnswered_AndComesAnew()
    {
        var bye = Desk.Request("BYE", 5, "z9hG4bKb", "call9leg2.0123");
        _desk.Receive(bye);
        var given = _desk.Take<ForeignRequest>().Request;
        Assert.True(_desk.Do((agent, now) => agent.Forget(given, now)));
        Assert.False(_desk.Do((agent, now) => agent.Forget(given, now)));
        _desk.Receive(bye);
        Assert.NotEqual(given, _desk.Take<ForeignRequest>().Request);
        _desk.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(_desk.Sent);
        Assert.Equal(0, _desk.Agent.Counters.Transactions);
    }

    [Fact]
    public void TheCancelOfAForeignReinvite_GoesWhereThatGoes_AndOneThatIsAnsweredIsNotGivenAway()
    {
        _desk.Receive(Desk.Request("INVITE", 5, "z9hG4bKb", "x.1", "Contact: <sip:a@127.0.0.2>"));
        var invite = _desk.Take<ForeignRequest>().Request;
        _desk.TakeSent("SIP/2.0 100");
        _desk.Receive(Desk.Request("CANCEL", 5, "z9hG4bKb", "x.1"));
        var cancel = _desk.Take<ForeignRequest>();
        Assert.Equal(SipMethod.Cancel, cancel.Message.Method);
        Assert.Empty(_desk.Sent);
        _desk.Do((agent, now) => agent.Respond(cancel.Request, 481, null, now));
        _desk.TakeSent("SIP/2.0 481");
        _desk.Do((agent, now) => agent.Respond(invite, 481, null, now));
        _desk.TakeSent("SIP/2.0 481");
        Assert.False(_desk.Do((agent, now) => agent.Forget(invite, now)));
    }

    [Fact]
    public void ForeignInviteThatNobodyAnswers_IsRefusedAfter64T1()
    {
        _desk.Receive(Desk.Request("INVITE", 5, "z9hG4bKb", "x.1", "Contact: <sip:a@127.0.0.2>"));
        _desk.Take<ForeignRequest>();
        _desk.TakeSent("SIP/2.0 100");
        _desk.Advance(TimeSpan.FromSeconds(32));
        _desk.TakeSent("SIP/2.0 500");
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, _desk.Agent.Counters.Transactions);
    }

    [Fact]
    public void BeyondTheBound_503WithoutState_ButRunningCallsMayEnd()
    {
        var desk = new Desk(options => options with { MaxTransactions = 10, MaxLegs = 1 });
        var (_, tag) = desk.Answered();
        desk.Receive(Desk.Invite(branch: "z9hG4bKsecond").Replace("c1@desk", "c2@desk", StringComparison.Ordinal));
        var refusal = desk.TakeSent("SIP/2.0 503");
        Assert.Equal("10", Desk.Header(refusal, "Retry-After"));
        for (var i = 0; i < 12; i++)
        {
            desk.Receive(Desk.Request("OPTIONS", 1, $"z9hG4bKo{i}", "").Replace("c1@desk", $"o{i}@desk", StringComparison.Ordinal));
        }

        Assert.Equal(10, desk.Agent.Counters.Transactions);
        Assert.Equal(1 + 3, desk.Agent.Counters.Overloaded);
        desk.Sent.Clear();
        desk.Receive(Desk.Request("BYE", 2, "z9hG4bKbye", tag));
        desk.TakeSent("SIP/2.0 200");
    }

    [Fact]
    public void ACallThatHasEnded_TakesNoRoomFromTheNext_AndTheOldestOfThemGoesFirst()
    {
        var desk = new Desk(options => options with { MaxLegs = 1 });
        var tags = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            // Each begins while those before are there for what comes late.
            desk.Receive(Own(Desk.Invite(branch: $"z9hG4bKinv{i}"), i));
            var leg = desk.Take<IncomingInvite>().Leg;
            Assert.True(desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now)));
            tags.Add(Desk.Tag(desk.TakeSent("SIP/2.0 200"), "To"));
            desk.Receive(Own(Desk.Request("ACK", 1, $"z9hG4bKack{i}", tags[i]), i));
            desk.Take<Confirmed>();
            desk.Sent.Clear();
            desk.Receive(Own(Desk.Request("BYE", 2, $"z9hG4bKbye{i}", tags[i]), i));
            desk.TakeSent("SIP/2.0 200");
            desk.Take<Ended>();
            Assert.Equal(Math.Min(i + 1, 2), desk.Agent.Counters.Legs);
        }

        Assert.Equal(0, desk.Agent.Counters.Overloaded);

        // A BYE by another branch is another request: who stays knows its dialog, of who has gone the host is asked.
        desk.Receive(Own(Desk.Request("BYE", 3, "z9hG4bKlate3", tags[3]), 3));
        desk.TakeSent("SIP/2.0 200");
        desk.None<ForeignRequest>();
        desk.Receive(Own(Desk.Request("BYE", 3, "z9hG4bKlate0", tags[0]), 0));
        desk.Take<ForeignRequest>();
        desk.Advance(TimeSpan.FromSeconds(33));
        Assert.Equal(0, desk.Agent.Counters.Legs);

        static string Own(string message, int call) => message.Replace("c1@desk", $"c{call + 1}@desk", StringComparison.Ordinal);
    }

    [Fact]
    public void AnAnsweredRequest_GoesBackToThePool_ThoughItsTransactionStays()
    {
        const int Calls = 100;
        const int Pooled = 10;
        const int OneMore = 2_000;
        var held = new SipMessage[Pooled];
        var bytes = Encoding.ASCII.GetBytes(Desk.Invite().ReplaceLineEndings("\r\n"));
        Read();
        var again = Read();
        for (var i = 0; i < Calls; i++)
        {
            _desk.Receive(Own(Desk.Invite(branch: $"z9hG4bKinv{i}"), i));
            var leg = _desk.Take<IncomingInvite>().Leg;
            Assert.True(_desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now)));
            var tag = Desk.Tag(_desk.TakeSent("SIP/2.0 200"), "To");
            _desk.Receive(Own(Desk.Request("ACK", 1, $"z9hG4bKack{i}", tag), i));
            _desk.Receive(Own(Desk.Request("BYE", 2, $"z9hG4bKbye{i}", tag), i));
            _desk.Receive(Own(Desk.Invite(branch: $"z9hG4bKrefused{i}"), i + Calls));
            var refused = _desk.TakeAll<IncomingInvite>()[^1].Leg;
            _desk.Do((agent, now) => agent.Hangup(refused, null, now));
            var refusal = Desk.Tag(_desk.TakeSent("SIP/2.0 4"), "To");
            _desk.Receive(Own(Desk.Request("ACK", 1, $"z9hG4bKrefused{i}", refusal), i + Calls));
            _desk.Sent.Clear();
        }

        // An ACK that nobody waits for: what was answered before it is given back with this input.
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKnobody", "nobody"));
        Assert.Equal(3 * Calls, _desk.Agent.Counters.Transactions);
        Assert.InRange(Read(), 0, again + OneMore);

        // What comes again is known all the same.
        _desk.Receive(Own(Desk.Invite(branch: "z9hG4bKinv7"), 7));
        _desk.None<IncomingInvite>();
        Assert.Equal(3 * Calls, _desk.Agent.Counters.Transactions);

        // What it takes to have so many messages at once.
        long Read()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Pooled; i++)
            {
                Assert.Equal(SipParseStatus.Ok, SipMessage.TryParse(bytes, SipLimits.Default, out var message));
                held[i] = message!;
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Array.ForEach(held, static message => message.Dispose());
            return allocated;
        }

        static string Own(string message, int call) => message.Replace("c1@desk", $"c{call + 1}@desk", StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc3261_18_2_2_WithoutRport_ResponsesGoToTheSentByPort()
    {
        var flow = new SipFlow(SipTransport.Udp, Desk.Here, new IPEndPoint(IPAddress.Parse("127.0.0.7"), 40_000));
        _desk.Receive(Desk.Invite().Replace(";rport", "", StringComparison.Ordinal), flow);
        var (_, way, trying) = Assert.Single(_desk.Sent);
        Assert.Equal("127.0.0.7:5080", way.Remote.ToString());
        Assert.Equal("SIP/2.0/UDP 127.0.0.2:5080;branch=z9hG4bKinv1;received=127.0.0.7", Desk.Header(trying, "Via"));
    }

    [Fact]
    public void Rfc3581_WithRport_ResponsesGoToTheSource()
    {
        var flow = new SipFlow(SipTransport.Udp, Desk.Here, new IPEndPoint(IPAddress.Parse("127.0.0.7"), 40_000));
        _desk.Receive(Desk.Invite(), flow);
        Assert.Equal("127.0.0.7:40000", Assert.Single(_desk.Sent).Flow.Remote.ToString());
    }

    [Fact]
    public void Rfc3261_18_2_2_Maddr_IsObeyed()
    {
        _desk.Receive(Desk.Invite().Replace(";rport", ";maddr=127.0.0.8", StringComparison.Ordinal));
        Assert.Equal("127.0.0.8:5080", Assert.Single(_desk.Sent).Flow.Remote.ToString());
    }

    [Fact]
    public void Rfc2543_BranchesWithoutCookie_AreMatchedByTheRest()
    {
        var old = Desk.Invite(branch: "1");
        _desk.Receive(old);
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Receive(old);
        _desk.None<IncomingInvite>();
        _desk.Do((agent, now) => agent.Reject(leg, 486, null, now));
        var tag = Desk.Tag(_desk.TakeSent("SIP/2.0 486"), "To");
        _desk.Receive(Desk.Request("ACK", 1, "1", tag));
        _desk.Sent.Clear();
        _desk.Advance(TimeSpan.FromSeconds(40));
        Assert.Empty(_desk.Sent);
        Assert.Equal(0, _desk.Agent.Counters.TimedOut);
    }

    [Fact]
    public void StrayResponses_AreCounted()
    {
        _desk.Receive("SIP/2.0 200 OK\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKnone\nFrom: <sip:a@b>;tag=1\nTo: <sip:c@d>;tag=2\nCall-ID: x\nCSeq: 1 INVITE\n");
        Assert.Empty(_desk.Sent);
        Assert.Equal(1, _desk.Agent.Counters.Strays);
    }
}
