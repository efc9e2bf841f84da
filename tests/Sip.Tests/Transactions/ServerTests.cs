using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;
using Xunit;

namespace RtcCluster.Sip.Tests.Transactions;

public sealed class ServerTests
{
    private static readonly SipTimers Timers = SipTimers.Rfc3261;

    [Fact]
    public void Rfc3261_17_2_1_TimerG_DoublesToT2_And_TimerH_EndsAt64T1()
    {
        var server = new InviteServer(Timers, reliable: false);
        Assert.Equal(TransactionEffects.Send, server.Respond(486, 0));
        var fired = new List<double>();
        var last = TransactionEffects.None;
        while (server.Deadline != long.MaxValue)
        {
            var now = server.Deadline;
            last = server.Tick(now);
            fired.Add(TimeSpan.FromTicks(now).TotalSeconds);
        }

        Assert.Equal([0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5, 32], fired);
        Assert.Equal(TransactionEffects.TimedOut | TransactionEffects.Terminated, last);
    }

    [Fact]
    public void Rfc3261_17_2_1_Ack_StopsTimerG_And_TimerI_Ends()
    {
        var server = new InviteServer(Timers, reliable: false);
        server.Respond(404, 0);
        Assert.Equal(TransactionEffects.None, server.ReceiveAck(10));
        Assert.Equal(InviteServerState.Confirmed, server.State);
        Assert.Equal(SipTimerName.I, server.Running);
        Assert.Equal(TimeSpan.FromSeconds(5).Ticks + 10, server.Deadline);
        Assert.Equal(TransactionEffects.None, server.ReceiveInvite());
        Assert.Equal(TransactionEffects.Terminated, server.Tick(server.Deadline));
    }

    [Fact]
    public void Rfc3261_17_2_1_InviteAgain_BringsTheLastResponseAgain()
    {
        var server = new InviteServer(Timers, reliable: false);
        server.Respond(180, 0);
        Assert.Equal(TransactionEffects.Send, server.ReceiveInvite());
        server.Respond(404, 0);
        Assert.Equal(TransactionEffects.Send, server.ReceiveInvite());
    }

    [Fact]
    public void Rfc6026_7_1_Accepted_AbsorbsInvites_UntilTimerL()
    {
        var server = new InviteServer(Timers, reliable: false);
        Assert.Equal(TransactionEffects.Send, server.Respond(200, 0));
        Assert.Equal(InviteServerState.Accepted, server.State);
        Assert.Equal(SipTimerName.L, server.Running);
        Assert.Equal(TransactionEffects.None, server.ReceiveInvite());
        Assert.Equal(TransactionEffects.Send, server.Respond(200, 1));
        Assert.Equal(TransactionEffects.None, server.Respond(486, 1));
        Assert.Equal(TransactionEffects.Inform, server.ReceiveAck(2));
        Assert.Equal(TimeSpan.FromSeconds(32).Ticks, server.Deadline);
        Assert.Equal(TransactionEffects.Terminated, server.Tick(server.Deadline));
    }

    [Fact]
    public void Rfc3261_17_2_2_Completed_RepeatsItsResponse_UntilTimerJ()
    {
        var server = new NonInviteServer(Timers, reliable: false, 0);
        Assert.Equal(TransactionEffects.None, server.ReceiveRequest());
        Assert.Equal(TransactionEffects.Send, server.Respond(200, 5));
        Assert.Equal(TransactionEffects.Send, server.ReceiveRequest());
        Assert.Equal(TransactionEffects.None, server.Respond(404, 6));
        Assert.Equal(SipTimerName.J, server.Running);
        Assert.Equal(TimeSpan.FromSeconds(32).Ticks + 5, server.Deadline);
        Assert.Equal(TransactionEffects.Terminated, server.Tick(server.Deadline));
    }

    [Fact]
    public void Rfc4320_4_2_UnansweredRequest_IsForgottenInSilence()
    {
        var server = new NonInviteServer(Timers, reliable: false, 0);
        Assert.Equal(TimeSpan.FromSeconds(32).Ticks, server.Deadline);
        Assert.Equal(TransactionEffects.TimedOut | TransactionEffects.Terminated, server.Tick(server.Deadline));
    }

    [Fact]
    public void Rfc3261_17_2_2_ReliableTransport_EndsWithTheResponse() =>
        Assert.Equal(TransactionEffects.Send | TransactionEffects.Terminated, new NonInviteServer(Timers, reliable: true, 0).Respond(200, 0));
}
