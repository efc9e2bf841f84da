using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using Xunit;

namespace RtcCluster.Sip.Tests.Agent;

public sealed class NextHopTests
{
    private readonly Desk _desk = new();

    [Theory]
    [InlineData("sip:caller@192.168.1.5:5060", "127.0.0.2:5080")]
    [InlineData("sip:caller@0.0.0.0:5060", "127.0.0.2:5080")]
    [InlineData("sip:caller@phone.invalid", "127.0.0.2:5080")]
    [InlineData("sip:caller@127.0.0.3:5060", "127.0.0.3:5060")]
    [InlineData("sip:caller@127.0.0.2:5099", "127.0.0.2:5099")]
    [InlineData("sip:caller@198.51.100.7", "198.51.100.7:5060")]
    [InlineData("sip:caller@127.0.0.3;maddr=127.0.0.4", "127.0.0.4:5060")]
    public void InDialogRequestsGoWhereThePeerIs(string contact, string expected)
    {
        _desk.Receive(Desk.Invite().Replace("sip:caller@127.0.0.2:5080", contact, StringComparison.Ordinal));
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", Desk.Tag(_desk.TakeSent("SIP/2.0 200"), "To")));
        _desk.Sent.Clear();
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        var (_, flow, bye) = Assert.Single(_desk.Sent);
        Assert.Equal(expected, flow.Remote.ToString());
        Assert.StartsWith($"BYE {contact} SIP/2.0\r\n", bye, StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc7118_5_ABrowserIsReachedByItsConnection_AndByNoName()
    {
        var flow = new SipFlow(SipTransport.Ws, Desk.Here, Desk.There, 9);
        var browser = Desk.Invite().Replace("sip:caller@127.0.0.2:5080", "sip:caller@df7jal23ls0d.invalid;transport=ws", StringComparison.Ordinal);
        _desk.Receive(browser, flow);
        var leg = _desk.Take<IncomingInvite>().Leg;
        _desk.Do((agent, now) => agent.Answer(leg, Desk.Sdp("answer"), now));
        _desk.Receive(Desk.Request("ACK", 1, "z9hG4bKack", Desk.Tag(_desk.TakeSent("SIP/2.0 200"), "To")), flow);
        _desk.Sent.Clear();

        _desk.Do((agent, now) => agent.Offer(leg, Desk.Sdp("again"), now));
        Assert.Equal(9, Assert.Single(_desk.Sent).Flow.Connection);
        _desk.Sent.Clear();

        _desk.Do((agent, now) => agent.FlowClosed(9, now));
        _desk.Do((agent, now) => agent.Hangup(leg, null, now));
        Assert.Empty(_desk.Sent);
        _desk.None<ResolveName>();
    }
}
