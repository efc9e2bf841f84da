using RtcCluster.Cluster.State;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Callers who are transferred while the state store is away: what their edge says again finds them where they were.</summary>
[Collection(QueueHouse.Name)]
public sealed class QueueStoreAwayTests(GrainHouse house)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private DateTimeOffset Now => house.Time.GetUtcNow();

    private IQueueGrain Queue => house.Grains.GetGrain<IQueueGrain>("demo/support");

    [Theory]
    [InlineData("call")]
    [InlineData("queue")]
    public async Task WhoIsTransferredToAQueue_WaitsInIt(string away)
    {
        await QueueHouse.Clear(Queue);
        await Queue.Configure(new QueueRules());
        var call = await Talk(away == "call" ? 6141 : 6142);
        house.Storage.Failure = static () => new StateAwayException();
        house.Storage.DownFor = away == "call" ? away : null;
        house.Storage.UnreadFor = away == "call" ? null : away;
        await GrainHouse.Deactivate(Queue);
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => Transfer(call, "2000"));
            if (away == "call")
            {
                // It is there, and must not be taken out when the call has come again by the same number.
                Assert.Equal(call, Assert.Single((await Queue.View())!.Places).Call);
            }
        }
        finally
        {
            Restore();
        }

        await Transfer(call, "2000");

        Assert.Equal(call, Assert.Single((await Queue.View())!.Places).Call);
        Assert.Contains("close 2", await house.A.Until(call, "close 2"));
        await End(call);
    }

    [Fact]
    public async Task WhoIsTransferredToAUser_IsNotRefused()
    {
        await QueueHouse.Clear(Queue);
        var call = await Talk(6143);
        await house.Register(4, house.A, 6144);
        await GrainHouse.Deactivate(house.Grains.GetGrain<Contracts.Users.IUserGrain>(GrainHouse.User(4).Key));
        house.Storage.Failure = static () => new StateAwayException();
        house.Storage.UnreadFor = "user";
        try
        {
            var failure = await Assert.ThrowsAnyAsync<Exception>(() => Transfer(call, "1004"));
            Assert.IsAssignableFrom<OrleansException>(failure);
        }
        finally
        {
            Restore();
        }

        await Transfer(call, "1004");

        // Whatever telephones the user has by now: each attempt numbers its legs anew.
        await house.A.Until(call, "invite");
        await house.Register(4, house.A, 6144, expires: 0);
        await End(call);
    }

    private void Restore() => (house.Storage.DownFor, house.Storage.UnreadFor, house.Storage.Failure) = (null, null, static () => new IOException("The state store is down."));

    private async Task<CallId> Talk(int port)
    {
        await house.Register(3, house.A, port);
        var call = house.NewCall();
        Assert.Null((await house.Call(call).Offer(house.Offer(house.A, 1, "1003"))).Refusal);
        await house.A.Until(call, "invite 2");
        await house.A.Report(house.Grains, call, new LegAnswered(new LegId(2), Now, "answer", null));
        await house.A.Until(call, "connect 1 2");
        // The house is others' too: an agent with one telephone more than they know of rings at both.
        await house.Register(3, house.A, port, expires: 0);
        return call;
    }

    private Task<ReportReceipt> Transfer(CallId call, string to) => house.A.Report(house.Grains, call, new LegReferred(new LegId(2), Now, 7, to, null, null));

    private async Task End(CallId call)
    {
        await house.A.Report(house.Grains, call, new LegClosed(LegId.First, Now, new EndCause(EndKind.Hangup)));
        await Eventually.IsTrueAsync("the caller to leave the queue", Soon, async () => (await Queue.View())!.Places.IsEmpty);
    }
}
