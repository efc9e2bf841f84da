using System.Collections.Immutable;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>An agent of several queues: one call at a time, and which one is the agent's order, whatever the network does.</summary>
public sealed class ManyQueuesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly ImmutableArray<QueueId> Order = [Floor.Queue("sales"), Floor.Queue("support"), Floor.Queue("claims")];

    public static TheoryData<QueueChoice, string> Choices => new()
    {
        { QueueChoice.ByOrder, "c-sales" },
        { QueueChoice.ByWait, "c-claims" },
        { QueueChoice.ByPriority, "c-support" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void TheAgentsOwnOrder_Decides_InEveryOrderOfTheMessages(QueueChoice choice, string expected)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var floor = Waiting(choice);
            var random = new Random(seed);
            floor.LogIn("ana");
            while (floor.Wire.Count > 0)
            {
                var at = random.Next(floor.Wire.Count);
                var message = floor.Wire[at];
                floor.Wire.RemoveAt(at);
                floor.Deliver(message);
            }

            Assert.True(floor.Ringing("ana")?.Call.Id.Name == expected, $"Seed {seed}: {floor.Ringing("ana")?.Call.Id.Name}");
            Assert.Single(floor.Rung);
        }
    }

    [Fact]
    public void AQueueThatDoesNotAnswer_IsWaitedForAMomentOnly()
    {
        var floor = Waiting(QueueChoice.ByOrder);
        floor.LogIn("ana");
        Settle(floor, but: "sales");
        Assert.Null(floor.Ringing("ana"));

        floor.Advance(TimeSpan.FromMilliseconds(250));
        Settle(floor, but: "sales");

        Assert.Equal("c-support>ana", Assert.Single(floor.Rung));
    }

    [Fact]
    public void TheQueuesThatWereNotChosen_KeepTheirCallersInPlace()
    {
        var floor = Waiting(QueueChoice.ByOrder);
        floor.LogIn("ana");
        Settle(floor);

        Assert.Equal(QueuePhase.Waiting, floor.State("support").Callers[1].Phase);
        Assert.Equal(QueuePhase.Waiting, floor.State("claims").Callers[1].Phase);
        floor.Answer("ana");
        Settle(floor);
        floor.HangUp("c-sales");
        Settle(floor);
        Assert.Equal(["c-sales>ana", "c-support>ana"], floor.Rung);
    }

    private static Floor Waiting(QueueChoice choice)
    {
        var floor = new Floor { Immediate = false };
        foreach (var (queue, priority) in new[] { ("claims", 0), ("support", 3), ("sales", 0) })
        {
            floor.Configure(queue, new QueueRules { Members = [new QueueMember(Floor.Agent("ana"))] });
            floor.Join($"c-{queue}", Floor.Wants($"c-{queue}", priority), queue);
            floor.Advance(Second);
        }

        Settle(floor);
        floor.Put("ana", new AgentInput.Configured(new AgentSettings { QueueOrder = Order, Choice = choice }));
        Settle(floor);
        return floor;
    }

    private static void Settle(Floor floor, string? but = null)
    {
        for (var at = 0; at < floor.Wire.Count;)
        {
            var message = floor.Wire[at];
            if (message is FloorMessage.ToQueue to && to.Queue.Name == but)
            {
                at++;
                continue;
            }

            floor.Wire.RemoveAt(at);
            floor.Deliver(message);
            at = 0;
        }
    }
}
