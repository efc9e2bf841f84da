using RtcCluster.Sip.Agent.Effects;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class SessionTimerTests
{
    private readonly Desk _desk = new(options => options with { SessionInterval = TimeSpan.FromSeconds(1800) });

    [Fact]
    public void Rfc4028_7_1_InviteAsksForATimer()
    {
        var (_, invite) = _desk.Calling();
        Assert.Equal(("1800", "90"), (Desk.Header(invite, "Session-Expires"), Desk.Header(invite, "Min-SE")));
    }

    [Fact]
    public void Rfc4028_7_4_WeRefreshByUpdateAtHalfTime_AndTheClockStartsAnew()
    {
        var (leg, _) = _desk.Talking("Session-Expires: 100;refresher=uac\nRequire: timer\nAllow: INVITE, UPDATE");
        _desk.Advance(TimeSpan.FromSeconds(49.9));
        Assert.Empty(_desk.Sent);
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        var update = _desk.TakeSent("UPDATE");
        Assert.Equal(("1800;refresher=uac", ""), (Desk.Header(update, "Session-Expires"), Desk.Body(update)));
        _desk.Reply(update, 200, headers: "Session-Expires: 100;refresher=uac");
        Assert.Equal(leg, _desk.Take<Refreshed>().Leg);
        _desk.Advance(TimeSpan.FromSeconds(50));
        Assert.NotEmpty(_desk.TakeSent("UPDATE"));
    }

    [Fact]
    public void Rfc4028_7_4_WithoutUpdate_WeRefreshByReInviteWithTheSameBody()
    {
        _desk.Talking("Session-Expires: 100;refresher=uac");
        _desk.Advance(TimeSpan.FromSeconds(50));
        var invite = _desk.TakeSent("INVITE");
        Assert.Equal("v=0\r\ns=offer\r\n", Desk.Body(invite));
        _desk.Reply(invite, 200, headers: "Session-Expires: 100;refresher=uac", body: "v=0\ns=answer\n");
        _desk.TakeSent("ACK");
        _desk.Take<Refreshed>();
    }

    [Fact]
    public void Rfc4028_10_WhenNobodyRefreshes_ByeBeforeTheEnd()
    {
        _desk.Talking("Session-Expires: 90;refresher=uas");
        _desk.Advance(TimeSpan.FromSeconds(59.9));
        Assert.Empty(_desk.Sent);
        _desk.Advance(TimeSpan.FromSeconds(0.1));
        _desk.TakeSent("BYE");
        Assert.Equal(LegEndBy.TimeOut, _desk.Take<Ended>().End.By);
    }

    [Fact]
    public void Rfc4028_9_PeersUpdateRefreshes_AndIsAnsweredAtOnce()
    {
        var (leg, invite) = _desk.Talking("Session-Expires: 90;refresher=uas");
        _desk.Advance(TimeSpan.FromSeconds(45));
        _desk.InDialog(invite, "UPDATE", 1, "Contact: <sip:peer@127.0.0.2:5080>\nSupported: timer\nSession-Expires: 90;refresher=uac");
        var ok = _desk.TakeSent("SIP/2.0 200");
        Assert.Equal(("90;refresher=uac", "timer"), (Desk.Header(ok, "Session-Expires"), Desk.Header(ok, "Require")));
        Assert.Equal(leg, _desk.Take<Refreshed>().Leg);
        _desk.Advance(TimeSpan.FromSeconds(59));
        _desk.None<Ended>();
        _desk.Advance(TimeSpan.FromSeconds(1));
        _desk.Take<Ended>();
    }

    [Theory]
    [InlineData("Supported: timer\nSession-Expires: 300;refresher=uac", "300;refresher=uac", "timer")]
    [InlineData("Supported: timer\nSession-Expires: 300;refresher=uas", "300;refresher=uas", "")]
    [InlineData("Supported: timer\nSession-Expires: 300", "300;refresher=uas", "")]
    [InlineData("Supported: timer\nMin-SE: 2000", "2000;refresher=uas", "")]
    [InlineData("Session-Expires: 40", "90;refresher=uas", "")]
    [InlineData("", "1800;refresher=uas", "")]
    public void Rfc4028_9_Table2_WeSayWhoRefreshes(string headers, string expected, string require)
    {
        _desk.Receive(Desk.Invite(headers));
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        var ok = _desk.TakeSent("SIP/2.0 200");
        Assert.Equal((expected, require), (Desk.Header(ok, "Session-Expires"), Desk.Header(ok, "Require")));
    }

    [Fact]
    public void Rfc4028_7_3_422_IsTriedAgainWithTheLongerInterval()
    {
        var desk = new Desk(options => options with { SessionInterval = TimeSpan.FromSeconds(90) });
        var (_, invite) = desk.Calling();
        desk.Reply(invite, 422, headers: "Min-SE: 120");
        desk.TakeSent("ACK");
        var again = desk.TakeSent("INVITE");
        Assert.Equal(("120", "120", "2 INVITE"), (Desk.Header(again, "Session-Expires"), Desk.Header(again, "Min-SE"), Desk.Header(again, "CSeq")));
        Assert.Equal(Desk.Header(invite, "Call-ID"), Desk.Header(again, "Call-ID"));
        desk.None<Failed>();
        desk.Reply(again, 422, headers: "Min-SE: 120");
        Assert.Equal(422, desk.Take<Failed>().End.Code);
    }

    [Fact]
    public void RefreshIsRefused_ExpiryDecides()
    {
        _desk.Talking("Session-Expires: 100;refresher=uac\nAllow: UPDATE");
        _desk.Advance(TimeSpan.FromSeconds(50));
        _desk.Reply(_desk.TakeSent("UPDATE"), 503);
        _desk.None<Ended>();
        _desk.Advance(TimeSpan.FromSeconds(18));
        Assert.Equal(LegEndBy.TimeOut, _desk.Take<Ended>().End.By);
    }
}
