using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;
using Xunit;

namespace RtcCluster.Sip.Tests.Transactions;

public sealed class InviteClientTests
{
    private static readonly SipTimers Timers = SipTimers.Rfc3261;

    [Fact]
    public void Rfc3261_17_1_1_TimerA_Doubles_And_TimerB_EndsAt64T1()
    {
        var client = new InviteClient(Timers, reliable: false);
        Assert.Equal(TransactionEffects.Send, client.Start(0));
        var sent = new List<double>();
        var last = TransactionEffects.None;
        while (client.Deadline != long.MaxValue)
        {
            var now = client.Deadline;
            last = client.Tick(now);
            sent.Add(TimeSpan.FromTicks(now).TotalSeconds);
        }

        Assert.Equal([0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 32], sent);
        Assert.Equal(TransactionEffects.TimedOut | TransactionEffects.Terminated, last);
        Assert.Equal(InviteClientState.Terminated, client.State);
    }

    [Fact]
    public void Rfc3261_17_1_1_ReliableTransport_NeverRetransmits()
    {
        var client = new InviteClient(Timers, reliable: true);
        client.Start(0);
        Assert.Equal(SipTimerName.B, client.Running);
        Assert.Equal(TimeSpan.FromSeconds(32).Ticks, client.Deadline);
    }

    [Fact]
    public void Rfc3261_17_1_1_Provisional_StopsBothTimers()
    {
        var client = Started();
        Assert.Equal(TransactionEffects.Inform, client.Receive(180, 1));
        Assert.Equal(long.MaxValue, client.Deadline);
        Assert.Equal(InviteClientState.Proceeding, client.State);
    }

    [Fact]
    public void Rfc3261_17_1_1_Failure_IsAcknowledgedEachTime_AndToldOnce()
    {
        var client = Started();
        Assert.Equal(TransactionEffects.Ack | TransactionEffects.Inform, client.Receive(486, 0));
        Assert.Equal(SipTimerName.D, client.Running);
        Assert.Equal(TimeSpan.FromSeconds(32).Ticks, client.Deadline);
        Assert.Equal(TransactionEffects.Ack, client.Receive(486, 10));
        Assert.Equal(TransactionEffects.None, client.Receive(200, 10));
        Assert.Equal(TransactionEffects.Terminated, client.Tick(client.Deadline));
    }

    [Fact]
    public void Rfc3261_17_1_1_Failure_OverReliableTransport_EndsAtOnce()
    {
        var client = new InviteClient(Timers, reliable: true);
        client.Start(0);
        Assert.Equal(TransactionEffects.Ack | TransactionEffects.Inform | TransactionEffects.Terminated, client.Receive(603, 0));
    }

    [Fact]
    public void Rfc6026_7_2_Accepted_PassesEach2xx_UntilTimerM()
    {
        var client = Started();
        Assert.Equal(TransactionEffects.Inform, client.Receive(200, 0));
        Assert.Equal(InviteClientState.Accepted, client.State);
        Assert.Equal(SipTimerName.M, client.Running);
        Assert.Equal(TransactionEffects.Inform, client.Receive(200, 5));
        Assert.Equal(TransactionEffects.None, client.Receive(180, 5));
        Assert.Equal(TransactionEffects.None, client.Receive(486, 5));
        Assert.Equal(TimeSpan.FromSeconds(32).Ticks, client.Deadline);
        Assert.Equal(TransactionEffects.Terminated, client.Tick(client.Deadline));
    }

    [Fact]
    public void TransportFailure_IsToldOnlyBeforeTheFinalResponse()
    {
        Assert.Equal(TransactionEffects.Failed | TransactionEffects.Terminated, Started().Fail());
        var answered = Started();
        answered.Receive(200, 0);
        Assert.Equal(TransactionEffects.Terminated, answered.Fail());
        Assert.Equal(TransactionEffects.None, answered.Fail());
    }

    private static InviteClient Started()
    {
        var client = new InviteClient(Timers, reliable: false);
        client.Start(0);
        return client;
    }
}
