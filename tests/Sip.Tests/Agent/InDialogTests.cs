using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class InDialogTests
{
    private readonly Desk _desk = new();

    [Fact]
    public void InfoWithDtmf_GoesUp_OtherBodiesDoNot()
    {
        var (leg, invite) = _desk.Talking();
        _desk.InDialog(invite, "INFO", 1, "Content-Type: application/dtmf-relay", "Signal=5\nDuration=160\n");
        _desk.TakeSent("SIP/2.0 200");
        var info = _desk.Take<InfoReceived>();
        Assert.Equal((leg, "application/dtmf-relay", "Signal=5\r\nDuration=160\r\n"), (info.Leg, info.ContentType, Desk.Text(info.Body)));
        _desk.InDialog(invite, "INFO", 2, "Content-Type: application/media_control+xml", "<x/>");
        _desk.TakeSent("SIP/2.0 415");
        _desk.InDialog(invite, "INFO", 3);
        _desk.TakeSent("SIP/2.0 200");
        _desk.None<InfoReceived>();
    }

    [Fact]
    public void OptionsInTheDialog_IsAnswered()
    {
        var (_, invite) = _desk.Talking();
        _desk.InDialog(invite, "OPTIONS", 1);
        var ok = _desk.TakeSent("SIP/2.0 200");
        Assert.Contains("UPDATE", Desk.Header(ok, "Allow"), StringComparison.Ordinal);
        Assert.Equal("100rel, timer, norefersub", Desk.Header(ok, "Supported"));
    }

    [Fact]
    public void PingTellsWhetherThePeerLives()
    {
        var (leg, _) = _desk.Talking();
        Assert.True(_desk.Do((agent, now) => agent.Ping(leg, now)));
        _desk.Reply(_desk.TakeSent("OPTIONS"), 200);
        Assert.Equal(200, _desk.Take<PingAnswered>().Code);
        _desk.Do((agent, now) => agent.Ping(leg, now));
        _desk.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal(408, _desk.Take<PingAnswered>().Code);
        _desk.None<Ended>();
    }

    [Fact]
    public void Rfc3891_3_DialogOfAReplacesHeader_IsFound()
    {
        var (leg, tag) = _desk.Answered();
        Assert.True(_desk.Agent.TryFind("c1@desk", tag, "caller", out var found));
        Assert.Equal(leg, found);
        Assert.False(_desk.Agent.TryFind("c1@desk", tag, "other", out _));
        Assert.False(_desk.Agent.TryFind("c1@desk", "caller", tag, out _));
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        Assert.False(_desk.Agent.TryFind("c1@desk", tag, "caller", out _));
    }

    [Fact]
    public void WeSendInfo()
    {
        var (leg, _) = _desk.Talking();
        Assert.True(_desk.Do((agent, now) => agent.Info(leg, "application/dtmf-relay", "Signal=1\r\n"u8.ToArray(), now)));
        var info = _desk.TakeSent("INFO");
        Assert.Equal(("application/dtmf-relay", "Signal=1\r\n"), (Desk.Header(info, "Content-Type"), Desk.Body(info)));
    }

    [Fact]
    public void UnknownMethodInTheDialog_Gets501_AndMessage405()
    {
        var (_, invite) = _desk.Talking();
        _desk.InDialog(invite, "BREW", 1);
        _desk.TakeSent("SIP/2.0 501");
        _desk.InDialog(invite, "MESSAGE", 2);
        Assert.NotEmpty(Desk.Header(_desk.TakeSent("SIP/2.0 405"), "Allow"));
    }

    [Fact]
    public void CrossingByes_AreBothAnswered()
    {
        var (leg, invite) = _desk.Talking();
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        var bye = _desk.TakeSent("BYE");
        _desk.InDialog(invite, "BYE", 1);
        _desk.TakeSent("SIP/2.0 200");
        _desk.Reply(bye, 481);
        _desk.Take<Ended>();
        _desk.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
    }

    [Fact]
    public void AnotherEdgeAdoptsTheDialog_AThousandNumbersOn()
    {
        var (leg, invite) = _desk.Talking("Record-Route: <sip:127.0.0.3:5070;lr>\nSession-Expires: 300;refresher=uas", call => call with { Token = "call7leg2" });
        _desk.InDialog(invite, "INFO", 7);
        var snapshot = _desk.Agent.Snapshot(leg);
        Assert.NotNull(snapshot);
        var other = new Desk(options => options with { Listeners = [new SipListener(SipTransport.Udp, new IPEndPoint(IPAddress.Parse("127.0.0.11"), 5060))] });
        var adopted = other.Do((agent, now) =>
        {
            Assert.True(agent.Adopt(snapshot, null, now, out var id));
            return id;
        });
        Assert.True(other.Do((agent, now) => agent.Offer(adopted, Desk.Sdp("new anchor"), now)));
        var (_, flow, again) = Assert.Single(other.Sent);
        Assert.Equal("127.0.0.3:5070", flow.Remote.ToString());
        Assert.Equal(("1002 INVITE", "<sip:call7leg2@127.0.0.11:5060>"), (Desk.Header(again, "CSeq"), Desk.Header(again, "Contact")));
        Assert.Equal((Desk.Header(invite, "From"), "peer", Desk.Header(invite, "Call-ID")), (Desk.Header(again, "From"), Desk.Tag(again, "To"), Desk.Header(again, "Call-ID")));
        other.Sent.Clear();
        other.InDialog(invite, "INFO", 7);
        other.TakeSent("SIP/2.0 500");
        other.InDialog(invite, "BYE", 8);
        other.TakeSent("SIP/2.0 200");
        Assert.Equal(adopted, other.Take<Ended>().Leg);
    }

    [Theory]
    [InlineData("ringing")]
    [InlineData("answered")]
    [InlineData("calling")]
    [InlineData("proceeding")]
    [InlineData("offered")]
    [InlineData("offering")]
    public void DroppedLeg_IsForgottenWithoutAWord(string phase)
    {
        LegId leg;
        if (phase is "ringing" or "answered")
        {
            _desk.Receive(Desk.Invite());
            leg = _desk.Take<IncomingInvite>().Leg;
            Assert.Equal(phase == "answered", phase == "answered" && _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("x"), now)));
        }
        else
        {
            var (calling, invite) = phase is "calling" or "proceeding" ? _desk.Calling() : _desk.Talking();
            leg = calling;
            switch (phase)
            {
                case "proceeding":
                    _desk.Reply(invite, 100);
                    break;
                case "offered":
                    _desk.InDialog(invite, "INVITE", 1, "Contact: <sip:peer@127.0.0.2:5080>");
                    break;
                case "offering":
                    _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("hold"), now));
                    _desk.Reply(_desk.TakeSent("INVITE"), 100);
                    break;
            }
        }

        _desk.Sent.Clear();
        Assert.True(_desk.Do((agent, now) => agent.Drop(leg, now)));
        Assert.False(_desk.Do((agent, now) => agent.Drop(leg, now)));
        _desk.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(_desk.Sent);
        _desk.None<Ended>();
        _desk.None<Failed>();
        Assert.Equal((0, 0), (_desk.Agent.Counters.Transactions, _desk.Agent.Counters.Legs));
    }

    [Fact]
    public void ForeignRequest_IsDeliveredToTheLegAdoptedForIt()
    {
        var (leg, invite) = _desk.Talking();
        var snapshot = _desk.Agent.Snapshot(leg);
        var other = new Desk();
        other.InDialog(invite, "BYE", 8);
        var foreign = other.Take<ForeignRequest>();
        other.Do((agent, now) =>
        {
            Assert.True(agent.Adopt(snapshot, null, now, out var adopted));
            Assert.True(agent.Deliver(foreign.Request, adopted, now));
        });
        other.TakeSent("SIP/2.0 200");
        other.Take<Ended>();
    }

    [Fact]
    public void WhatAnotherProcessPassesOn_IsAnsweredThere_AndChangesNoWayThatIsThere()
    {
        var (leg, invite) = _desk.Talking();
        _desk.Sent.Clear();
        var passed = _desk.Flow with { Remote = new IPEndPoint(IPAddress.Parse("127.0.0.9"), 40_000), Connection = -3 };
        var direct = _desk.Flow;
        _desk.Flow = passed;
        _desk.InDialog(invite, "INFO", 8);
        Assert.Equal(-3, Assert.Single(_desk.Sent).Flow.Connection);
        _desk.TakeSent("SIP/2.0 200");
        _desk.Flow = direct;
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        Assert.Equal(0, Assert.Single(_desk.Sent).Flow.Connection);
    }

    [Fact]
    public void WhatAnotherProcessPassedOn_IsAnsweredWithoutIt_WhenItsWayIsLost()
    {
        var (_, invite) = _desk.Talking();
        _desk.Sent.Clear();
        var sender = IPAddress.Parse("127.0.0.9");
        _desk.Flow = _desk.Flow with { Remote = new IPEndPoint(sender, 40_000), Connection = -3 };
        _desk.InDialog(invite, "INFO", 8);
        _desk.TakeSent("SIP/2.0 200");

        // By then the request itself is gone, and so must what was kept of it be enough.
        _desk.Advance(TimeSpan.FromMilliseconds(100));
        _desk.Do((agent, now) => agent.FlowClosed(-3, now));
        _desk.Flow = _desk.Flow with { Connection = -4 };
        _desk.InDialog(invite, "INFO", 8);

        var (_, way, again) = Assert.Single(_desk.Sent);
        Assert.StartsWith("SIP/2.0 200", again, StringComparison.Ordinal);
        Assert.Equal((0L, sender), (way.Connection, way.Remote.Address));
    }

    [Fact]
    public void ForeignRequestThatWasAnsweredMeanwhile_IsNotTheLegsAnyMore()
    {
        var (leg, invite) = _desk.Talking();
        var snapshot = _desk.Agent.Snapshot(leg);
        var other = new Desk();
        other.InDialog(invite, "INFO", 8);
        var foreign = other.Take<ForeignRequest>();
        Assert.True(other.Do((agent, now) => agent.Respond(foreign.Request, 500, null, now)));
        other.Do((agent, now) =>
        {
            Assert.True(agent.Adopt(snapshot, null, now, out var adopted));
            Assert.False(agent.Deliver(foreign.Request, adopted, now));
        });
    }

    [Fact]
    public void TheDialogThatIsOursAgain_GoesOnAfterTheNumbersOfWhoHadIt()
    {
        var (leg, _) = _desk.Talking();
        _desk.Sent.Clear();
        Assert.True(_desk.Do((agent, now) => agent.Skip(leg, 2, now)));
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        Assert.Equal("2002 BYE", Desk.Header(_desk.TakeSent("BYE"), "CSeq"));
        Assert.False(_desk.Do((agent, now) => agent.Skip(new LegId(4711), 1, now)));
    }

    [Fact]
    public void SnapshotOfNothing_IsNothing()
    {
        var (leg, _) = _desk.Calling();
        Assert.Null(_desk.Agent.Snapshot(leg));
        Assert.False(_desk.Do((agent, now) => agent.Adopt("garbage"u8, null, now, out _)));
    }

    [Fact]
    public void CommandsOfALegThatIsGone_AreRefusedAndCounted()
    {
        var leg = new LegId(4711);
        _desk.Do((agent, now) =>
        {
            Assert.False(agent.Answer(leg, Desk.Sdp("x"), now));
            Assert.False(agent.Hangup(leg, null, now));
            Assert.False(agent.Offer(leg, Desk.Sdp("x"), now));
            Assert.False(agent.Refer(leg, "sip:x@y", null, now));
            Assert.False(agent.Ping(leg, now));
            Assert.False(agent.Info(leg, "a/b", default, now));
        });
        Assert.Equal(6, _desk.Agent.Counters.LateCommands);
    }
}
