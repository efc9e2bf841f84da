using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class OfferTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void HoldByReInvite_IsAnsweredAndAcknowledged()
    {
        var (leg, _) = _desk.Talking();
        Assert.True(_desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now)));
        var invite = _desk.TakeSent();
        Assert.StartsWith("INVITE sip:peer@127.0.0.2:5080 SIP/2.0\r\n", invite, StringComparison.Ordinal);
        Assert.Equal(("2 INVITE", "peer"), (Desk.Header(invite, "CSeq"), Desk.Tag(invite, "To")));
        _desk.Reply(invite, 200, body: "v=0\ns=held\n");
        Assert.Equal("v=0\r\ns=held\r\n", Desk.Text(_desk.Take<OfferAnswered>().Body));
        var ack = _desk.TakeSent();
        Assert.Equal("2 ACK", Desk.Header(ack, "CSeq"));
        _desk.Reply(invite, 200, body: "v=0\ns=held\n");
        Assert.Equal(ack, _desk.TakeSent());
        _desk.None<OfferAnswered>();
    }

    [Fact]
    public void Rfc3311_UpdateIsUsedWhenThePeerAllowsIt()
    {
        var (leg, _) = _desk.Talking("Allow: INVITE, UPDATE");
        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now, byUpdate: true));
        var update = _desk.TakeSent("UPDATE");
        _desk.Reply(update, 200, body: "v=0\ns=held\n");
        _desk.Take<OfferAnswered>();
        Assert.Empty(_desk.Sent);
    }

    [Fact]
    public void OffersWaitForTheirTurn_AndTheLastOneCounts()
    {
        var (leg, _) = _desk.Talking();
        foreach (var name in new[] { "one", "two", "three" })
        {
            Assert.True(_desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp(name), now)));
        }

        var first = _desk.TakeSent();
        Assert.Equal("v=0\r\ns=one\r\n", Desk.Body(first));
        _desk.Reply(first, 200, body: "v=0\ns=answer\n");
        _desk.TakeSent("ACK");
        Assert.Equal("v=0\r\ns=three\r\n", Desk.Body(_desk.TakeSent("INVITE")));
    }

    [Fact]
    public void TheSameOfferAgain_WhileItIsUnderWay_IsNotMadeTwice()
    {
        var (leg, _) = _desk.Talking();
        Assert.True(_desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("one"), now)));
        Assert.True(_desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("one"), now)));

        _desk.Reply(_desk.TakeSent(), 200, body: "v=0\ns=answer\n");

        _desk.Take<OfferAnswered>();
        _desk.TakeSent("ACK");
        Assert.Empty(_desk.Sent);
    }

    [Fact]
    public void APeerThatIsHeardOf_IsSentTheOfferAtOnce_AndOnlyWhileItSaysNothing()
    {
        var (leg, _) = _desk.Talking();
        Assert.False(_desk.Do((agent, now) => agent.Urge(leg, now)));
        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("one"), now));
        var invite = _desk.TakeSent();

        Assert.True(_desk.Do((agent, now) => agent.Urge(leg, now)));
        Assert.Equal(invite, _desk.TakeSent());

        _desk.Reply(invite, 100);
        Assert.False(_desk.Do((agent, now) => agent.Urge(leg, now)));
        Assert.Empty(_desk.Sent);
    }

    [Theory]
    [InlineData(true, 2.1, 4.0)]
    [InlineData(false, 0.0, 2.0)]
    public void Rfc3261_14_1_Glare_IsTriedAgain_LaterByTheOwnerOfTheCallId(bool owner, double from, double to)
    {
        LegId leg;
        if (owner)
        {
            leg = _desk.Talking().Leg;
        }
        else
        {
            leg = _desk.Answered().Leg;
        }

        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now));
        var start = _desk.Now;
        var invite = _desk.TakeSent("INVITE");
        _desk.Reply(invite, 491);
        _desk.TakeSent("ACK");
        _desk.None<OfferRefused>();
        var wait = TimeSpan.FromTicks(_desk.Agent.Deadline - start).TotalSeconds;
        Assert.InRange(wait, from, to);
        _desk.Advance(TimeSpan.FromSeconds(wait + 0.001));
        var again = _desk.TakeSent("INVITE");
        Assert.Equal(Desk.Body(invite), Desk.Body(again));
        Assert.NotEqual(Desk.Header(invite, "CSeq"), Desk.Header(again, "CSeq"));
    }

    [Fact]
    public void Rfc3261_14_2_PeersOfferWhileOursIsOut_Gets491()
    {
        var (leg, invite) = _desk.Talking();
        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now));
        _desk.TakeSent("INVITE");
        _desk.InDialog(invite, "INVITE", 1, "Contact: <sip:peer@127.0.0.2:5080>\nContent-Type: application/sdp", "v=0\ns=theirs\n");
        _desk.TakeSent("SIP/2.0 491");
        _desk.InDialog(invite, "UPDATE", 2, "Contact: <sip:peer@127.0.0.2:5080>\nContent-Type: application/sdp", "v=0\ns=theirs\n");
        _desk.TakeSent("SIP/2.0 491");
        _desk.None<Offered>();
        Assert.Equal(2, _desk.Agent.Counters.OutOfTurn);
    }

    [Fact]
    public void Rfc3261_14_2_SecondReInviteBeforeTheAnswer_Gets500WithRetryAfter()
    {
        var (leg, invite) = _desk.Talking();
        Theirs(invite, 1);
        Assert.Equal((SipMethod.Invite, "v=0\r\ns=theirs\r\n"), (_desk.Take<Offered>() is var offer ? offer.Method : default, Desk.Text(offer.Body)));
        _desk.Sent.Clear();
        Theirs(invite, 2);
        var refusal = _desk.TakeSent("SIP/2.0 500");
        Assert.InRange(int.Parse(Desk.Header(refusal, "Retry-After"), null), 0, 10);
        _desk.None<Offered>();
        Assert.True(_desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("ours"), now)));
        Assert.Equal("1 INVITE", Desk.Header(_desk.TakeSent("SIP/2.0 200"), "CSeq"));
    }

    [Fact]
    public void Rfc3261_14_1_500WithRetryAfter_IsTriedAgainThen()
    {
        var (leg, _) = _desk.Talking();
        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now));
        _desk.Reply(_desk.TakeSent("INVITE"), 500, headers: "Retry-After: 3");
        _desk.Sent.Clear();
        _desk.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Empty(_desk.Sent);
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        _desk.TakeSent("INVITE");
    }

    [Fact]
    public void Rfc3261_14_1_RefusedOffer_LeavesTheCallAsItWas()
    {
        var (leg, invite) = _desk.Talking();
        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now));
        _desk.Reply(_desk.TakeSent("INVITE"), 488);
        Assert.Equal(488, _desk.Take<OfferRefused>().Code);
        _desk.None<Ended>();
        _desk.Sent.Clear();
        Theirs(invite, 1);
        _desk.Take<Offered>();
    }

    [Theory]
    [InlineData(481)]
    [InlineData(408)]
    public void Rfc3261_12_2_1_2_DialogThatIsGone_EndsTheLeg(int code)
    {
        var (leg, _) = _desk.Talking();
        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now));
        _desk.Reply(_desk.TakeSent("INVITE"), code);
        Assert.Equal((leg, code), (_desk.Take<Ended>() is var ended ? ended.Leg : default, ended.End.Code));
        _desk.TakeSent("BYE");
    }

    [Fact]
    public void UnansweredReInvite_EndsTheLeg()
    {
        var (leg, _) = _desk.Talking();
        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now));
        _desk.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal((LegEndBy.TimeOut, 408), (_desk.Take<Ended>() is var ended ? ended.End.By : default, ended.End.Code));
        _desk.TakeSent("BYE");
    }

    [Fact]
    public void ReInviteWithoutBody_WantsOurOffer_AndItsAckAnswers()
    {
        var (leg, invite) = _desk.Talking();
        _desk.InDialog(invite, "INVITE", 1, "Contact: <sip:peer@127.0.0.2:5080>");
        Assert.True(_desk.Take<Offered>().Body.IsEmpty);
        Assert.True(_desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("our offer"), now)));
        Assert.Equal("v=0\r\ns=our offer\r\n", Desk.Body(_desk.TakeSent("SIP/2.0 200")));
        _desk.InDialog(invite, "ACK", 1, "Content-Type: application/sdp", "v=0\ns=their answer\n", "z9hG4bKack2");
        Assert.Equal("v=0\r\ns=their answer\r\n", Desk.Text(_desk.Take<OfferAnswered>().Body));
    }

    [Fact]
    public void ReInviteAnswer_IsRepeatedUntilAck_AndWithoutItTheLegEnds()
    {
        var (leg, invite) = _desk.Talking();
        Theirs(invite, 1);
        _desk.Sent.Clear();
        _desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("ours"), now));
        _desk.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal([0, 0.5, 1.5, 3.5], _desk.Sent.Select(sent => sent.At.TotalSeconds));
        _desk.Sent.Clear();
        _desk.Advance(TimeSpan.FromSeconds(28));
        _desk.TakeSent("BYE");
        Assert.Equal(LegEndBy.TimeOut, _desk.Take<Ended>().End.By);
    }

    [Fact]
    public void ReInviteThatIsCancelled_IsWithdrawn()
    {
        var (leg, invite) = _desk.Talking();
        Theirs(invite, 1);
        _desk.Sent.Clear();
        _desk.InDialog(invite, "CANCEL", 1, branch: "z9hG4bKINVITE1");
        _desk.TakeSent("SIP/2.0 200");
        _desk.TakeSent("SIP/2.0 487");
        Assert.Equal(leg, _desk.Take<OfferWithdrawn>().Leg);
        Assert.False(_desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("ours"), now)));
    }

    [Fact]
    public void HostThatDoesNotAnswerAnOffer_IsAnsweredFor()
    {
        var (_, invite) = _desk.Talking();
        Theirs(invite, 1);
        _desk.Sent.Clear();
        _desk.Advance(_desk.Options.HostPatience);
        _desk.TakeSent("SIP/2.0 500");
    }

    [Fact]
    public void Rfc3261_15_1_2_ByeWhileAnOfferIsOpen_RefusesIt()
    {
        var (_, invite) = _desk.Talking();
        Theirs(invite, 1);
        _desk.Sent.Clear();
        _desk.InDialog(invite, "BYE", 2);
        _desk.TakeSent("SIP/2.0 200");
        Assert.Equal("1 INVITE", Desk.Header(_desk.TakeSent("SIP/2.0 487"), "CSeq"));
        _desk.Take<Ended>();
    }

    [Fact]
    public void Rfc3261_12_2_2_OldNumber_Gets500()
    {
        var (_, invite) = _desk.Talking();
        Theirs(invite, 5);
        _desk.Sent.Clear();
        _desk.InDialog(invite, "INFO", 4);
        _desk.TakeSent("SIP/2.0 500");
    }

    [Fact]
    public void Rfc3261_12_2_TargetRefresh_IsFollowed()
    {
        var (leg, invite) = _desk.Talking();
        _desk.InDialog(invite, "INVITE", 1, "Contact: <sip:peer@127.0.0.2:5099>\nContent-Type: application/sdp", "v=0\ns=theirs\n");
        _desk.Do((agent, now) => agent.AnswerOffer(leg, Desk.Sdp("ours"), now));
        _desk.InDialog(invite, "ACK", 1, branch: "z9hG4bKack2");
        _desk.Sent.Clear();
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        var (_, flow, bye) = Assert.Single(_desk.Sent);
        Assert.StartsWith("BYE sip:peer@127.0.0.2:5099 SIP/2.0\r\n", bye, StringComparison.Ordinal);
        Assert.Equal(5099, flow.Remote.Port);
    }

    [Fact]
    public void ForeignTag_Gets481()
    {
        var (_, invite) = _desk.Talking();
        _desk.Receive($"BYE sip:x@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.2:5080;branch=z9hG4bKev\nFrom: <sip:evil@x>;tag=stranger\nTo: {Desk.Header(invite, "From")}\nCall-ID: {Desk.Header(invite, "Call-ID")}\nCSeq: 9 BYE\n");
        _desk.TakeSent("SIP/2.0 481");
        _desk.None<Ended>();
    }

    private void Theirs(string invite, int number) =>
        _desk.InDialog(invite, "INVITE", number, "Contact: <sip:peer@127.0.0.2:5080>\nContent-Type: application/sdp", "v=0\ns=theirs\n");
}
