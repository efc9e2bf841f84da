using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class IncomingCallTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void Rfc3261_17_2_1_TryingIsSentAtOnce()
    {
        _desk.Receive(Desk.Invite());
        var trying = _desk.TakeSent();
        Assert.StartsWith("SIP/2.0 100 Trying\r\n", trying, StringComparison.Ordinal);
        Assert.Equal("<sip:1002@127.0.0.1>", Desk.Header(trying, "To"));
        Assert.Equal("SIP/2.0/UDP 127.0.0.2:5080;branch=z9hG4bKinv1;received=127.0.0.2;rport=5080", Desk.Header(trying, "Via"));
        var call = _desk.Take<IncomingInvite>();
        Assert.Equal("v=0\r\ns=offer\r\n", Desk.Text(call.Body));
        Assert.Equal(70, call.MaxForwards);
    }

    [Fact]
    public void AnswersWithTokenInTagAndContact()
    {
        var leg = Ringing();
        Assert.True(_desk.Do((agent, now) => agent.Bind(leg, "call7leg1", now)));
        Assert.True(_desk.Do((agent, now) => agent.Progress(leg, 180, default, false, now)));
        var ringing = _desk.TakeSent();
        Assert.StartsWith("SIP/2.0 180 Ringing\r\n", ringing, StringComparison.Ordinal);
        Assert.StartsWith("call7leg1.", Desk.Tag(ringing, "To"), StringComparison.Ordinal);
        Assert.Equal("<sip:call7leg1@127.0.0.1:5060>", Desk.Header(ringing, "Contact"));
        Assert.False(_desk.Do((agent, now) => agent.Bind(leg, "late", now)));
        Assert.True(_desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now)));
        var ok = _desk.TakeSent();
        Assert.StartsWith("SIP/2.0 200 OK\r\n", ok, StringComparison.Ordinal);
        Assert.Equal(Desk.Tag(ringing, "To"), Desk.Tag(ok, "To"));
        Assert.Equal("v=0\r\ns=answer\r\n", Desk.Body(ok));
        Assert.Equal("application/sdp", Desk.Header(ok, "Content-Type"));
        Assert.Equal(1, _desk.Agent.Counters.LateCommands);
    }

    [Fact]
    public void Rfc3261_13_3_1_4_AnswerIsRepeatedUntilAck()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        var tag = Desk.Tag(_desk.TakeSent(), "To");
        _desk.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal([0.5, 1.5, 3.5, 7.5], _desk.Sent.Select(sent => sent.At.TotalSeconds));
        Assert.All(_desk.Sent, sent => Assert.StartsWith("SIP/2.0 200 OK\r\n", sent.Text, StringComparison.Ordinal));
        _desk.Sent.Clear();
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", tag));
        Assert.Equal(leg, _desk.Take<Confirmed>().Leg);
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(_desk.Sent);
        Assert.Equal(0, _desk.Agent.Counters.Transactions);
        Assert.Equal(1, _desk.Agent.Counters.Legs);
    }

    [Fact]
    public void Rfc3261_13_3_1_4_WithoutAck_ByeAfter64T1()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        _desk.Advance(TimeSpan.FromSeconds(31.9));
        _desk.Sent.Clear();
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        Assert.StartsWith("BYE sip:caller@127.0.0.2:5080 SIP/2.0\r\n", _desk.TakeSent("BYE"), StringComparison.Ordinal);
        var end = _desk.Take<Ended>().End;
        Assert.Equal((LegEndBy.TimeOut, 408), (end.By, end.Code));
        _desk.None<Confirmed>();
    }

    [Fact]
    public void Rfc3261_9_2_Cancel_Gets200_AndTheInvite487()
    {
        var leg = Ringing();
        _desk.Receive(Desk.Request("CANCEL", 1, "z9hG4bKinv1", "", "Reason: SIP ;cause=200 ;text=\"Call completed elsewhere\""));
        var ok = _desk.TakeSent("SIP/2.0 200");
        var terminated = _desk.TakeSent("SIP/2.0 487 Request Terminated");
        Assert.Equal("1 CANCEL", Desk.Header(ok, "CSeq"));
        Assert.Equal("1 INVITE", Desk.Header(terminated, "CSeq"));
        Assert.Equal(Desk.Tag(terminated, "To"), Desk.Tag(ok, "To"));
        var end = _desk.Take<Cancelled>();
        Assert.Equal(leg, end.Leg);
        Assert.Equal((487, 200), (end.End.Code, end.End.SipCause));
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKinv1", Desk.Tag(terminated, "To")));
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(_desk.Sent);
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
        Assert.False(_desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("late"), now)));
    }

    [Fact]
    public void Rfc3261_9_2_CancelAfterTheAnswer_ChangesNothing()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        _desk.Sent.Clear();
        _desk.Receive(Desk.Request("CANCEL", 1, "z9hG4bKinv1", ""));
        Assert.StartsWith("SIP/2.0 200", _desk.TakeSent(), StringComparison.Ordinal);
        _desk.None<Cancelled>();
    }

    [Fact]
    public void Rfc3261_9_2_CancelOfNothing_Gets481()
    {
        _desk.Receive(Desk.Request("CANCEL", 1, "z9hG4bKother", ""));
        Assert.StartsWith("SIP/2.0 481", _desk.TakeSent(), StringComparison.Ordinal);
    }

    [Fact]
    public void InviteAgain_BringsTheLastResponseAgain_AndNoSecondCall()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Progress(leg, 183, Desk.Sdp("early"), false, now));
        var progress = _desk.TakeSent();
        _desk.Receive(Desk.Invite());
        Assert.Equal(progress, _desk.TakeSent());
        _desk.None<IncomingInvite>();
        Assert.Equal(1, _desk.Agent.Counters.Retransmissions);
    }

    [Fact]
    public void RejectIsRepeatedUntilAck_WithTheHostsHeaders()
    {
        var leg = Ringing();
        Assert.True(_desk.Do((agent, now) => agent.Reject(leg, 401, null, now, [new AddedHeader("WWW-Authenticate", "Digest realm=\"x\"")])));
        var refusal = _desk.TakeSent();
        Assert.StartsWith("SIP/2.0 401 Unauthorized\r\n", refusal, StringComparison.Ordinal);
        Assert.Equal("Digest realm=\"x\"", Desk.Header(refusal, "WWW-Authenticate"));
        Assert.Equal(401, _desk.Take<Ended>().End.Code);
        _desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([0.5, 1.5], _desk.Sent.Select(sent => sent.At.TotalSeconds));
        _desk.Sent.Clear();
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKinv1", Desk.Tag(refusal, "To")));
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(_desk.Sent);
    }

    [Fact]
    public void HeadersOfTheHostThatBreakTheLine_AreDropped()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Reject(leg, 486, null, now, [new AddedHeader("X-Note", "a\r\nP-Asserted-Identity: <sip:boss@x>"), new AddedHeader("Bad Name", "b")]));
        Assert.DoesNotContain("boss", _desk.TakeSent(), StringComparison.Ordinal);
        Assert.Equal(2, _desk.Agent.Counters.DroppedLines);
    }

    [Fact]
    public void Rfc3261_15_HangupWaitsForTheAck()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        var tag = Desk.Tag(_desk.TakeSent(), "To");
        Assert.True(_desk.Do((agent, now) => agent.Hangup(leg, "Q.850 ;cause=16", now)));
        Assert.Empty(_desk.Sent);
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", tag));
        Assert.Equal("Q.850 ;cause=16", Desk.Header(_desk.TakeSent("BYE"), "Reason"));
        Assert.Equal(LegEndBy.Local, _desk.Take<Ended>().End.By);
    }

    [Fact]
    public void ByeOfThePeer_IsAnswered_AndSaysWhy()
    {
        var (leg, tag) = _desk.Answered();
        _desk.Receive(Desk.Request("BYE", 2, "z9hG4bKbye", tag, "Reason: Q.850 ;cause=16 ;text=\"Normal\", SIP ;cause=200"));
        Assert.StartsWith("SIP/2.0 200 OK\r\n", _desk.TakeSent(), StringComparison.Ordinal);
        var ended = _desk.Take<Ended>();
        Assert.Equal((leg, LegEndBy.Remote, 200, 16, 200), (ended.Leg, ended.End.By, ended.End.Code, ended.End.Q850Cause, ended.End.SipCause));
    }

    [Fact]
    public void Rfc3261_15_ByeInAnEarlyDialog_EndsTheInviteWith487()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Progress(leg, 180, default, false, now));
        var tag = Desk.Tag(_desk.TakeSent(), "To");
        _desk.Receive(Desk.Request("BYE", 2, "z9hG4bKbye", tag));
        _desk.TakeSent("SIP/2.0 200");
        _desk.TakeSent("SIP/2.0 487");
        Assert.Equal(leg, _desk.Take<Cancelled>().Leg);
    }

    [Fact]
    public void Rfc3261_13_3_1_1_ProvisionalIsRepeatedEachMinute()
    {
        var leg = Ringing();
        _desk.Do((agent, now) => agent.Progress(leg, 182, default, false, now));
        _desk.Sent.Clear();
        _desk.Advance(TimeSpan.FromSeconds(150));
        Assert.Equal([60.0, 120.0], _desk.Sent.Select(sent => sent.At.TotalSeconds));
    }

    [Fact]
    public void Rfc3264_OfferInTheAnswer_IsAnsweredInTheAck()
    {
        _desk.Receive(Desk.Invite(body: ""));
        var leg = _desk.Take<IncomingInvite>().Leg;
        Assert.False(_desk.Do((agent, now) => agent.Answer(leg, default, now)));
        Assert.True(_desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("our offer"), now)));
        var tag = Desk.Tag(_desk.TakeSent("SIP/2.0 200"), "To");
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", tag, "Content-Type: application/sdp", "v=0\ns=their answer\n"));
        Assert.Equal("v=0\r\ns=their answer\r\n", Desk.Text(_desk.Take<Confirmed>().Body));
    }

    [Fact]
    public void Rfc3264_AckWithoutTheAnswer_EndsTheCall()
    {
        _desk.Receive(Desk.Invite(body: ""));
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("our offer"), now));
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", Desk.Tag(_desk.TakeSent("SIP/2.0 200"), "To")));
        _desk.TakeSent("BYE");
        Assert.Equal(LegEndBy.Protocol, _desk.Take<Ended>().End.By);
    }

    [Fact]
    public void Rfc3261_12_1_1_RecordRouteIsCopied_AndIsTheWayBack()
    {
        _desk.Receive(Desk.Invite("Record-Route: <sip:127.0.0.3:5070;lr>, <sip:127.0.0.4;lr>"));
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        var ok = _desk.TakeSent("SIP/2.0 200");
        Assert.Equal("<sip:127.0.0.3:5070;lr>, <sip:127.0.0.4;lr>", Desk.Header(ok, "Record-Route"));
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", Desk.Tag(ok, "To")));
        _desk.Sent.Clear();
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        var (_, flow, bye) = Assert.Single(_desk.Sent);
        Assert.Equal("127.0.0.3:5070", flow.Remote.ToString());
        Assert.StartsWith("BYE sip:caller@127.0.0.2:5080 SIP/2.0\r\n", bye, StringComparison.Ordinal);
        Assert.Contains("\r\nRoute: <sip:127.0.0.3:5070;lr>\r\nRoute: <sip:127.0.0.4;lr>\r\n", bye, StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc3261_12_2_1_1_StrictRouter_GetsItselfInTheRequestUri()
    {
        _desk.Receive(Desk.Invite("Record-Route: <sip:127.0.0.3:5070>"));
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", Desk.Tag(_desk.TakeSent("SIP/2.0 200"), "To")));
        _desk.Sent.Clear();
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        var bye = _desk.TakeSent();
        Assert.StartsWith("BYE sip:127.0.0.3:5070 SIP/2.0\r\n", bye, StringComparison.Ordinal);
        Assert.Equal("<sip:caller@127.0.0.2:5080>", Desk.Header(bye, "Route"));
    }

    [Fact]
    public void PeerBehindNat_IsReachedWhereItSendsFrom()
    {
        _desk.Receive(Desk.Invite().Replace("Contact: <sip:caller@127.0.0.2:5080>", "Contact: <sip:caller@192.168.1.5:5060>", StringComparison.Ordinal));
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", Desk.Tag(_desk.TakeSent("SIP/2.0 200"), "To")));
        _desk.Sent.Clear();
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        var (_, flow, bye) = Assert.Single(_desk.Sent);
        Assert.Equal("127.0.0.2:5080", flow.Remote.ToString());
        Assert.StartsWith("BYE sip:caller@192.168.1.5:5060 SIP/2.0\r\n", bye, StringComparison.Ordinal);
    }

    private LegId Ringing()
    {
        _desk.Receive(Desk.Invite());
        _desk.Sent.Clear();
        return _desk.Take<IncomingInvite>().Leg;
    }
}
