using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;
using Xunit;

namespace RtcCluster.Sip.Tests.Transactions;

public sealed class NonInviteClientTests
{
    [Fact]
    public void Rfc3261_17_1_2_TimerE_DoublesToT2_And_TimerF_EndsAt64T1()
    {
        var client = Started(false);
        var fired = new List<double>();
        var last = TransactionEffects.None;
        while (client.Deadline != long.MaxValue)
        {
            var now = client.Deadline;
            last = client.Tick(now);
            fired.Add(TimeSpan.FromTicks(now).TotalSeconds);
        }

        Assert.Equal([0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5, 32], fired);
        Assert.Equal(TransactionEffects.TimedOut | TransactionEffects.Terminated, last);
    }

    [Fact]
    public void Rfc3261_17_1_2_Proceeding_RetransmitsAtT2()
    {
        var client = Started(false);
        Assert.Equal(TransactionEffects.Inform, client.Receive(100, 1));
        client.Tick(client.Deadline);
        Assert.Equal(SipTimerName.E, client.Running);
        Assert.Equal(TimeSpan.FromSeconds(4.5).Ticks, client.Deadline);
    }

    [Fact]
    public void Rfc3261_17_1_2_Final_IsToldOnce_AndTimerK_Ends()
    {
        var client = Started(false);
        Assert.Equal(TransactionEffects.Inform, client.Receive(200, 0));
        Assert.Equal(TransactionEffects.None, client.Receive(200, 0));
        Assert.Equal(SipTimerName.K, client.Running);
        Assert.Equal(TimeSpan.FromSeconds(5).Ticks, client.Deadline);
        Assert.Equal(TransactionEffects.Terminated, client.Tick(client.Deadline));
    }

    [Fact]
    public void Rfc3261_17_1_2_Final_OverReliableTransport_EndsAtOnce() =>
        Assert.Equal(TransactionEffects.Inform | TransactionEffects.Terminated, Started(true).Receive(404, 0));

    private static NonInviteClient Started(bool reliable)
    {
        var client = new NonInviteClient(SipTimers.Rfc3261, reliable);
        Assert.Equal(TransactionEffects.Send, client.Start(0));
        return client;
    }
}
