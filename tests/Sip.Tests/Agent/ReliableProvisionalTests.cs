using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class ReliableProvisionalTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void Rfc3262_3_ReliableResponse_DoublesUntilPrack()
    {
        var leg = Ringing("Supported: 100rel");
        _desk.Do((agent, now) => agent.Progress(leg, 183, Desk.Sdp("early"), true, now));
        var progress = _desk.TakeSent();
        Assert.Equal("100rel", Desk.Header(progress, "Require"));
        Assert.Equal("v=0\r\ns=early\r\n", Desk.Body(progress));
        _desk.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal([0.5, 1.5, 3.5, 7.5], _desk.Sent.Select(sent => sent.At.TotalSeconds));
        Assert.All(_desk.Sent, sent => Assert.Equal(progress, sent.Text));
        _desk.Sent.Clear();
        Prack(progress, Desk.Header(progress, "RSeq"));
        Assert.Equal("2 PRACK", Desk.Header(_desk.TakeSent("SIP/2.0 200"), "CSeq"));
        _desk.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(_desk.Sent);
    }

    [Fact]
    public void Rfc3262_3_WrongRAck_Gets481()
    {
        var leg = Ringing("Supported: 100rel");
        _desk.Do((agent, now) => agent.Progress(leg, 180, default, true, now));
        var progress = _desk.TakeSent();
        Prack(progress, (uint.Parse(Desk.Header(progress, "RSeq"), null) + 1).ToString(null as IFormatProvider));
        _desk.TakeSent("SIP/2.0 481");
        Assert.Equal(1, _desk.Agent.Counters.OutOfTurn);
    }

    [Fact]
    public void Rfc3262_3_WithoutPrack_TheCallIsRefusedAfter64T1()
    {
        var leg = Ringing("Supported: 100rel");
        _desk.Do((agent, now) => agent.Progress(leg, 180, default, true, now));
        _desk.Advance(TimeSpan.FromSeconds(31.9));
        _desk.Sent.Clear();
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        _desk.TakeSent("SIP/2.0 504");
        Assert.Equal(LegEndBy.TimeOut, _desk.Take<Ended>().End.By);
    }

    [Fact]
    public void Rfc3262_3_AnswerWaitsForThePrackOfAnAnswer()
    {
        var leg = Ringing("Supported: 100rel");
        _desk.Do((agent, now) => agent.Progress(leg, 183, Desk.Sdp("early"), true, now));
        var progress = _desk.TakeSent();
        Assert.True(_desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("early"), now)));
        Assert.Empty(_desk.Sent);
        Prack(progress, Desk.Header(progress, "RSeq"));
        _desk.TakeSent("SIP/2.0 200");
        var ok = _desk.TakeSent("SIP/2.0 200");
        Assert.Equal("1 INVITE", Desk.Header(ok, "CSeq"));
        Assert.Equal("", Desk.Body(ok));
    }

    [Fact]
    public void Rfc3262_3_SecondReliableResponseWaitsForThePrackOfTheFirst()
    {
        var leg = Ringing("Require: 100rel");
        _desk.Do((agent, now) => agent.Progress(leg, 180, default, false, now));
        _desk.Do((agent, now) => agent.Progress(leg, 183, Desk.Sdp("early"), false, now));
        var first = _desk.TakeSent("SIP/2.0 180");
        Assert.Empty(_desk.Sent);
        Prack(first, Desk.Header(first, "RSeq"));
        _desk.TakeSent("SIP/2.0 200");
        var second = _desk.TakeSent("SIP/2.0 183");
        Assert.Equal(uint.Parse(Desk.Header(first, "RSeq"), null) + 1, uint.Parse(Desk.Header(second, "RSeq"), null));
    }

    [Fact]
    public void WithoutSupport_ReliableIsSentPlain()
    {
        var leg = Ringing("");
        _desk.Do((agent, now) => agent.Progress(leg, 183, Desk.Sdp("early"), true, now));
        Assert.Equal("", Desk.Header(_desk.TakeSent(), "RSeq"));
    }

    [Fact]
    public void Rfc3262_5_OfferInAReliableResponse_IsAnsweredInThePrack()
    {
        _desk.Receive(Desk.Invite("Supported: 100rel", body: ""));
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Sent.Clear();
        _desk.Do((agent, now) => agent.Progress(leg, 183, Desk.Sdp("our offer"), true, now));
        var progress = _desk.TakeSent();
        _desk.Receive(Desk.Request("PRACK", 2, "z9hG4bKprack", Desk.Tag(progress, "To"), $"RAck: {Desk.Header(progress, "RSeq")} 1 INVITE\nContent-Type: application/sdp", "v=0\ns=answer\n"));
        Assert.Equal("v=0\r\ns=answer\r\n", Desk.Text(_desk.Take<OfferAnswered>().Body));
        _desk.TakeSent("SIP/2.0 200");
        Assert.True(_desk.Do((agent, now) => agent.Answer(leg, default, now)));
        Assert.Equal("", Desk.Body(_desk.TakeSent("SIP/2.0 200")));
    }

    [Fact]
    public void Rfc3262_5_OfferInAPrack_IsTheHostsToAnswer()
    {
        var leg = Ringing("Supported: 100rel");
        _desk.Do((agent, now) => agent.Progress(leg, 183, Desk.Sdp("early"), true, now));
        var progress = _desk.TakeSent();
        _desk.Receive(Desk.Request("PRACK", 2, "z9hG4bKprack", Desk.Tag(progress, "To"), $"RAck: {Desk.Header(progress, "RSeq")} 1 INVITE\nContent-Type: application/sdp", "v=0\ns=new\n"));
        Assert.Equal(SipMethod.Prack, _desk.Take<Offered>().Method);
        Assert.Empty(_desk.Sent);
        Assert.True(_desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("new answer"), now)));
        Assert.Equal("v=0\r\ns=new answer\r\n", Desk.Body(_desk.TakeSent("SIP/2.0 200")));
    }

    [Fact]
    public void Rfc3262_4_WeAcknowledgeEachReliableResponseOnce_InOrder()
    {
        var (_, invite) = _desk.Calling();
        _desk.Reply(invite, 180, headers: "Require: 100rel\nRSeq: 10");
        var prack = _desk.TakeSent();
        Assert.StartsWith("PRACK sip:peer@127.0.0.2:5080 SIP/2.0\r\n", prack, StringComparison.Ordinal);
        Assert.Equal("10 1 INVITE", Desk.Header(prack, "RAck"));
        Assert.Equal("2 PRACK", Desk.Header(prack, "CSeq"));
        Assert.True(_desk.Take<Progressed>().Reliable);
        _desk.Reply(prack, 200);
        _desk.Reply(invite, 180, headers: "Require: 100rel\nRSeq: 10");
        _desk.Reply(invite, 183, headers: "Require: 100rel\nRSeq: 12", body: "v=0\ns=early\n");
        Assert.Empty(_desk.Sent);
        _desk.None<Progressed>();
        _desk.Reply(invite, 183, headers: "Require: 100rel\nRSeq: 11", body: "v=0\ns=early\n");
        Assert.Equal("11 1 INVITE", Desk.Header(_desk.TakeSent(), "RAck"));
        Assert.Equal("v=0\r\ns=early\r\n", Desk.Text(_desk.Take<Progressed>().Body));

        // The reliable body was the answer: the 2xx needs none.
        _desk.Reply(invite, 200);
        Assert.True(_desk.Take<Answered>().Body.IsEmpty);
        _desk.TakeSent("ACK");
    }

    private LegId Ringing(string header)
    {
        _desk.Receive(Desk.Invite(header));
        _desk.Sent.Clear();
        return _desk.Take<IncomingInvite>().Leg;
    }

    private void Prack(string progress, string rseq) =>
        _desk.Receive(Desk.Request("PRACK", 2, "z9hG4bKprack", Desk.Tag(progress, "To"), $"RAck: {rseq} 1 INVITE"));
}
