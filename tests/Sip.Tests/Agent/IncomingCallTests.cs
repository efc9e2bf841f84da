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
        _desk.Receive(Desk.Invite());
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Sent.Clear();
        Assert.True(_desk.Do((agent, now) => agent.Bind(leg, "call7leg1", now)));
        Assert.True(_desk.Do((agent, now) => agent.Progress(leg, 180, default, false, now)));
        var ringing = _desk.TakeSent();
        Assert.StartsWith("SIP/2.0 180 Ringing\r\n", ringing, StringComparison.Ordinal);
        Assert.StartsWith("call7leg1.", Desk.Tag(ringing, "To"), StringComparison.Ordinal);
        Assert.Equal("<sip:call7leg1@127.0.0.1:5060>", Desk.Header(ringing, "Contact"));
        Assert.True(_desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now)));
        var ok = _desk.TakeSent();
        Assert.StartsWith("SIP/2.0 200 OK\r\n", ok, StringComparison.Ordinal);
        Assert.Equal(Desk.Tag(ringing, "To"), Desk.Tag(ok, "To"));
        Assert.Equal("v=0\r\ns=answer\r\n", Desk.Body(ok));
        Assert.Equal("application/sdp", Desk.Header(ok, "Content-Type"));
    }
}
