using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class OutgoingCallTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void InviteSaysWhatItMust()
    {
        var (_, invite) = _desk.Calling(call => call with { Token = "call7leg2", MaxForwards = 69, Headers = [new AddedHeader("P-Asserted-Identity", "<sip:1001@demo.test>")] });
        Assert.StartsWith("INVITE sip:bob@127.0.0.2:5080 SIP/2.0\r\n", invite, StringComparison.Ordinal);
        Assert.StartsWith("SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK", Desk.Header(invite, "Via"), StringComparison.Ordinal);
        Assert.EndsWith(";rport", Desk.Header(invite, "Via"), StringComparison.Ordinal);
        Assert.StartsWith("<sip:1001@demo.test>;tag=call7leg2.", Desk.Header(invite, "From"), StringComparison.Ordinal);
        Assert.Equal("<sip:call7leg2@127.0.0.1:5060>", Desk.Header(invite, "Contact"));
        Assert.Equal("69", Desk.Header(invite, "Max-Forwards"));
        Assert.Equal("1 INVITE", Desk.Header(invite, "CSeq"));
        Assert.Equal("100rel, timer, norefersub", Desk.Header(invite, "Supported"));
        Assert.Equal("<sip:1001@demo.test>", Desk.Header(invite, "P-Asserted-Identity"));
        Assert.Equal("v=0\r\ns=offer\r\n", Desk.Body(invite));
    }

    [Fact]
    public void AnswerIsAcknowledged_AndEachRepetitionToo()
    {
        var (leg, invite) = _desk.Calling();
        _desk.Reply(invite, 180);
        Assert.Equal((180, "peer", false), (_desk.Take<Progressed>() is var p ? p.Code : 0, p.Tag, p.Reliable));
        _desk.Reply(invite, 200, body: "v=0\ns=answer\n");
        var answered = _desk.Take<Answered>();
        Assert.Equal((leg, "v=0\r\ns=answer\r\n", false), (answered.Leg, Desk.Text(answered.Body), answered.IsOffer));
        var ack = _desk.TakeSent();
        Assert.StartsWith("ACK sip:peer@127.0.0.2:5080 SIP/2.0\r\n", ack, StringComparison.Ordinal);
        Assert.Equal("1 ACK", Desk.Header(ack, "CSeq"));
        Assert.NotEqual(Desk.Header(invite, "Via"), Desk.Header(ack, "Via"));
        _desk.Reply(invite, 200, body: "v=0\ns=answer\n");
        Assert.Equal(ack, _desk.TakeSent());
        _desk.None<Answered>();
    }

    [Fact]
    public void Rfc3261_17_1_1_3_FailureIsAcknowledgedInTheTransaction()
    {
        var (leg, invite) = _desk.Calling();
        _desk.Reply(invite, 486, headers: "Reason: Q.850;cause=17\nRetry-After: 18 (lunch)");
        var ack = _desk.TakeSent();
        Assert.StartsWith("ACK sip:bob@127.0.0.2:5080 SIP/2.0\r\n", ack, StringComparison.Ordinal);
        Assert.Equal(Desk.Header(invite, "Via"), Desk.Header(ack, "Via"));
        Assert.Equal("peer", Desk.Tag(ack, "To"));
        var failed = _desk.Take<Failed>();
        Assert.Equal((leg, LegEndBy.Remote, 486, 17), (failed.Leg, failed.End.By, failed.End.Code, failed.End.Q850Cause));
        Assert.Equal(TimeSpan.FromSeconds(18), failed.End.RetryAfter);
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
    }

    [Fact]
    public void Redirection_IsTheHostsToFollow()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 302, headers: "Contact: <sip:carol@127.0.0.5>;q=0.7, <sip:dave@127.0.0.6>");
        Assert.Equal(["<sip:carol@127.0.0.5>;q=0.7", "<sip:dave@127.0.0.6>"], _desk.Take<Failed>().Contacts);
    }

    [Fact]
    public void Rfc3261_17_1_1_2_NobodyAnswers_408After64T1()
    {
        _desk.Calling();
        _desk.Advance(TimeSpan.FromSeconds(31.9));
        Assert.Equal(6, _desk.Sent.Count);
        _desk.None<Failed>();
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        var end = _desk.Take<Failed>().End;
        Assert.Equal((LegEndBy.TimeOut, 408), (end.By, end.Code));
    }

    [Fact]
    public void Rfc3261_8_1_3_1_FailedSend_IsA503()
    {
        var leg = _desk.Do((agent, now) =>
        {
            var made = agent.Invite(new InviteRequest { Target = "sip:x@127.0.0.2;transport=tcp", From = "<sip:a@b>", To = "<sip:x@y>", Body = Desk.Sdp("o") }, now);
            Assert.True(agent.TryTake(out var effect));
            var send = Assert.IsType<SendMessage>(effect);
            Assert.Equal((SipTransport.Tcp, 0L), (send.Flow.Transport, send.Flow.Connection));
            agent.SendFailed(send.Transaction, now);
            return made;
        });
        var failed = _desk.Take<Failed>();
        Assert.Equal((leg, LegEndBy.Transport, 503), (failed.Leg, failed.End.By, failed.End.Code));
    }

    [Fact]
    public void CallIdsAreThoseThatTheHostSharesOutToUs()
    {
        var desk = new Desk(options => options with { OwnsCallId = id => id[0] == 'a' });
        for (var i = 0; i < 20; i++)
        {
            Assert.StartsWith("a", Desk.Header(desk.Calling().Invite, "Call-ID"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void DeadTrunk_IsGivenUpEarly_AndItsLateAnswerEnded()
    {
        var (leg, invite) = _desk.Calling(call => call with { FirstResponseWithin = TimeSpan.FromSeconds(4) });
        _desk.Advance(TimeSpan.FromSeconds(3.9));
        _desk.None<Failed>();
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        var failed = _desk.Take<Failed>();
        Assert.Equal((leg, LegEndBy.TimeOut, 408), (failed.Leg, failed.End.By, failed.End.Code));
        _desk.Sent.Clear();
        _desk.Reply(invite, 180);
        _desk.TakeSent("CANCEL");
        _desk.Reply(invite, 200, body: "v=0\ns=late\n");
        _desk.TakeSent("ACK");
        _desk.TakeSent("BYE");
        _desk.None<Answered>();
        _desk.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
    }

    [Fact]
    public void DeadTrunkThatOnlyRingsLate_LeavesNothing()
    {
        var (_, invite) = _desk.Calling(call => call with { FirstResponseWithin = TimeSpan.FromSeconds(4) });
        _desk.Advance(TimeSpan.FromSeconds(5));
        _desk.Reply(invite, 100);
        _desk.TakeSent("CANCEL");
        _desk.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
    }

    [Fact]
    public void TrunkThatAnswersInTime_MayRing()
    {
        var (_, invite) = _desk.Calling(call => call with { FirstResponseWithin = TimeSpan.FromSeconds(4) });
        _desk.Reply(invite, 100);
        _desk.Advance(TimeSpan.FromSeconds(60));
        _desk.None<Failed>();
    }

    [Fact]
    public void NameIsTheHostsToResolve()
    {
        _desk.Do((agent, now) => agent.Invite(new InviteRequest { Target = "sip:x@carrier.example", From = "<sip:a@b>", To = "<sip:x@y>", Body = Desk.Sdp("o") }, now));
        Assert.Empty(_desk.Sent);
        var ask = _desk.Take<ResolveName>();
        Assert.Equal(("carrier.example", 0, null), (ask.Host, ask.Port, ask.Transport));
        _desk.Do((agent, now) => agent.Resolved(ask.Query, SipTransport.Udp, new IPEndPoint(IPAddress.Parse("127.0.0.6"), 5060), now));
        Assert.Equal("127.0.0.6:5060", Assert.Single(_desk.Sent).Flow.Remote.ToString());
    }

    [Fact]
    public void NameWithoutAddress_IsA503()
    {
        _desk.Do((agent, now) => agent.Invite(new InviteRequest { Target = "sip:x@carrier.example", From = "<sip:a@b>", To = "<sip:x@y>", Body = Desk.Sdp("o") }, now));
        var query = _desk.Take<ResolveName>().Query;
        _desk.Do((agent, now) => agent.Resolved(query, SipTransport.Udp, null, now));
        Assert.Equal(503, _desk.Take<Failed>().End.Code);
    }

    [Theory]
    [InlineData("not a uri")]
    [InlineData("tel:+576015550100")]
    [InlineData("sip:x@127.0.0.1;transport=wss")]
    [InlineData("sip:x@127.0.0.1:8080;transport=ws")]
    [InlineData("sip:x@carrier.example;transport=WS")]
    [InlineData("sip:x@df7jal23ls0d.invalid")]
    [InlineData("sip:x@DF7JAL23LS0D.INVALID.")]
    public void TargetThatLeadsNowhere_FailsTheLeg(string target)
    {
        var leg = _desk.Do((agent, now) => agent.Invite(new InviteRequest { Target = target, From = "<sip:a@b>", To = "<sip:x@y>", Body = Desk.Sdp("o") }, now));
        Assert.Equal(leg, _desk.Take<Failed>().Leg);
    }

    [Fact]
    public void TextThatBreaksTheLine_NeverGoesOut()
    {
        _desk.Do((agent, now) => agent.Invite(new InviteRequest { Target = "sip:x@127.0.0.2", From = "<sip:a@b>\r\nX: y", To = "<sip:x@y>", Body = Desk.Sdp("o") }, now));
        Assert.Empty(_desk.Sent);
        Assert.Equal(503, _desk.Take<Failed>().End.Code);
    }

    [Fact]
    public void Rfc3261_13_2_2_4_ForkThatAnswersSecond_GetsAckAndBye()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 180, "one");
        _desk.Reply(invite, 183, "two", body: "v=0\ns=early\n");
        _desk.Reply(invite, 200, "one", body: "v=0\ns=first\n");
        Assert.Equal("v=0\r\ns=first\r\n", Desk.Text(_desk.Take<Answered>().Body));
        _desk.Sent.Clear();
        _desk.Reply(invite, 200, "two", body: "v=0\ns=second\n");
        Assert.Equal("two", Desk.Tag(_desk.TakeSent("ACK"), "To"));
        var bye = _desk.TakeSent("BYE");
        Assert.Equal("two", Desk.Tag(bye, "To"));
        Assert.Equal("SIP ;cause=200 ;text=\"Call completed elsewhere\"", Desk.Header(bye, "Reason"));
        _desk.None<Answered>();
    }

    [Fact]
    public void Rfc3261_9_1_CancelWaitsForAProvisional()
    {
        var (leg, invite) = _desk.Calling();
        Assert.True(_desk.Do((agent, now) => agent.Cancel(leg, "SIP ;cause=200 ;text=\"Call completed elsewhere\"", now)));
        Assert.Empty(_desk.Sent);
        _desk.Reply(invite, 100);
        var cancel = _desk.TakeSent();
        Assert.StartsWith("CANCEL sip:bob@127.0.0.2:5080 SIP/2.0\r\n", cancel, StringComparison.Ordinal);
        Assert.Equal(Desk.Header(invite, "Via"), Desk.Header(cancel, "Via"));
        Assert.Equal("1 CANCEL", Desk.Header(cancel, "CSeq"));
        Assert.Equal(Desk.Header(invite, "To"), Desk.Header(cancel, "To"));
        Assert.Equal("SIP ;cause=200 ;text=\"Call completed elsewhere\"", Desk.Header(cancel, "Reason"));
        _desk.Reply(cancel, 200);
        _desk.Reply(invite, 487);
        _desk.TakeSent("ACK");
        var end = _desk.Take<Failed>().End;
        Assert.Equal((LegEndBy.Local, 487), (end.By, end.Code));
        Assert.False(_desk.Do((agent, now) => agent.Cancel(leg, null, now)));
    }

    [Fact]
    public void Rfc3261_9_1_AnswerThatCrossesTheCancel_GetsAckAndBye()
    {
        var (leg, invite) = _desk.Calling();
        _desk.Reply(invite, 180);
        _desk.Do((agent, now) => agent.Cancel(leg, null, now));
        _desk.Sent.Clear();
        _desk.Reply(invite, 200, body: "v=0\ns=answer\n");
        _desk.TakeSent("ACK");
        _desk.TakeSent("BYE");
        Assert.Equal(487, _desk.Take<Failed>().End.Code);
        _desk.None<Answered>();
    }

    [Fact]
    public void Rfc3261_9_1_CancelWithoutAny487_EndsAfter64T1()
    {
        var (leg, invite) = _desk.Calling();
        _desk.Reply(invite, 180);
        _desk.Do((agent, now) => agent.Cancel(leg, null, now));
        _desk.Advance(TimeSpan.FromSeconds(31.9));
        _desk.None<Failed>();
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(487, _desk.Take<Failed>().End.Code);
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
    }

    [Fact]
    public void RingingForTooLong_IsCancelled()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 180);
        _desk.Advance(_desk.Options.MaxRinging);
        var cancel = _desk.TakeSent("CANCEL");
        _desk.Reply(cancel, 200);
        _desk.Reply(invite, 487);
        var end = _desk.Take<Failed>().End;
        Assert.Equal((LegEndBy.TimeOut, 408), (end.By, end.Code));
    }

    [Fact]
    public void Rfc3264_OfferOfThePeer_IsAnsweredInTheAck()
    {
        var (leg, invite) = _desk.Calling(call => call with { Body = default });
        Assert.Equal("timer, norefersub", Desk.Header(invite, "Supported"));
        _desk.Reply(invite, 200, body: "v=0\ns=their offer\n");
        Assert.True(_desk.Take<Answered>().IsOffer);
        Assert.Empty(_desk.Sent);
        Assert.True(_desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("our answer"), now)));
        Assert.Equal("v=0\r\ns=our answer\r\n", Desk.Body(_desk.TakeSent("ACK")));
        Assert.False(_desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("again"), now)));
    }

    [Fact]
    public void HangupBeforeTheOfferOfThePeerIsAnswered_AcknowledgesFirst()
    {
        var (leg, invite) = _desk.Calling(call => call with { Body = default });
        _desk.Reply(invite, 200, body: "v=0\ns=their offer\n");
        Assert.True(_desk.Do((agent, now) => agent.Hangup(leg, null, now)));
        Assert.Equal(["ACK", "BYE"], _desk.Sent.Select(sent => sent.Text.Split(' ')[0]));
    }

    [Fact]
    public void CallThatMayNotGoOn_OrIsOneTooMany_FailsAtOnce()
    {
        var desk = new Desk(options => options with { MaxLegs = 1 });
        desk.Calling();
        var call = new InviteRequest { Target = "sip:x@127.0.0.2", From = "<sip:a@b>", To = "<sip:x@y>", Body = Desk.Sdp("o") };
        var second = desk.Do((agent, now) => agent.Invite(call, now));
        Assert.Equal((second, 503), (desk.Take<Failed>() is var full ? full.Leg : default, full.End.Code));
        desk.Do((agent, now) => agent.Invite(call with { MaxForwards = 0 }, now));
        Assert.Equal(483, desk.Take<Failed>().End.Code);
        Assert.Empty(desk.Sent);
    }

    [Fact]
    public void Rfc3264_AnswerWithoutBody_EndsTheCall()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 200);
        _desk.TakeSent("ACK");
        _desk.TakeSent("BYE");
        Assert.Equal(LegEndBy.Protocol, _desk.Take<Failed>().End.By);
    }

    [Fact]
    public void Rfc3261_12_1_2_RouteSetIsTheReversedRecordRoute()
    {
        var (leg, _) = _desk.Talking("Record-Route: <sip:127.0.0.4;lr>, <sip:127.0.0.3:5070;lr>");
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        var (_, flow, bye) = Assert.Single(_desk.Sent);
        Assert.Equal("127.0.0.3:5070", flow.Remote.ToString());
        Assert.Contains("\r\nRoute: <sip:127.0.0.3:5070;lr>\r\nRoute: <sip:127.0.0.4;lr>\r\n", bye, StringComparison.Ordinal);
        Assert.Equal("2 BYE", Desk.Header(bye, "CSeq"));
        Assert.Equal(LegEndBy.Local, _desk.Take<Ended>().End.By);
    }

    [Fact]
    public void Rfc3327_PathOfARegistration_IsTheRoute()
    {
        _desk.Calling(call => call with { Routes = ["<sip:127.0.0.9:5065;lr>"] });
        var desk = new Desk();
        desk.Do((agent, now) => agent.Invite(
            new InviteRequest { Target = "sip:bob@192.168.0.7", From = "<sip:a@b>", To = "<sip:bob@y>", Body = Desk.Sdp("o"), Routes = ["<sip:127.0.0.9:5065;lr>"] }, now));
        var (_, flow, invite) = Assert.Single(desk.Sent);
        Assert.Equal("127.0.0.9:5065", flow.Remote.ToString());
        Assert.StartsWith("INVITE sip:bob@192.168.0.7 SIP/2.0\r\n", invite, StringComparison.Ordinal);
        Assert.Equal("<sip:127.0.0.9:5065;lr>", Desk.Header(invite, "Route"));
    }

    [Fact]
    public void Rfc7118_5_ConnectionOfABrowser_IsUsedAndItsLossTold()
    {
        var flow = new SipFlow(SipTransport.Wss, Desk.Here, new IPEndPoint(IPAddress.Parse("127.0.0.2"), 55_000), 77);
        var (leg, invite) = _desk.Calling(call => call with { Flow = flow, Target = "sip:x@a1b2.invalid;transport=ws" });
        Assert.StartsWith("SIP/2.0/WSS 127.0.0.1:5060;", Desk.Header(invite, "Via"), StringComparison.Ordinal);
        Assert.EndsWith(";transport=ws>", Desk.Header(invite, "Contact"), StringComparison.Ordinal);
        _desk.Reply(invite, 200, body: "v=0\ns=answer\n");
        Assert.Equal(77, Assert.Single(_desk.Sent).Flow.Connection);
        _desk.Do((agent, now) => agent.FlowClosed(77, now));
        Assert.Equal(leg, _desk.Take<FlowLost>().Leg);
    }

    [Fact]
    public void ClosedConnection_FailsTheInviteOnIt()
    {
        var flow = new SipFlow(SipTransport.Tcp, Desk.Here, Desk.There, 5);
        var (leg, _) = _desk.Calling(call => call with { Flow = flow });
        _desk.Do((agent, now) => agent.FlowClosed(5, now));
        Assert.Equal((leg, 503), (_desk.Take<Failed>() is var failed ? failed.Leg : default, failed.End.Code));
    }
}
