using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

[Collection(Storms.Name)]
public sealed class QueueReplayTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Theory]
    [InlineData(QueueStrategy.WeightedRandom)]
    [InlineData(QueueStrategy.RoundRobin)]
    [InlineData(QueueStrategy.RingAll)]
    public void FromTheJournal_EveryDecisionIsTheSame(QueueStrategy strategy)
    {
        var storm = new QueueStorm(seed: 5, agents: 6, queues: 1, strategy, lossy: true);
        storm.Play(3_000);
        var floor = storm.Floor;

        foreach (var (queue, journal) in floor.Journals)
        {
            var decisions = QueueReplay.Run(new QueueState(), journal);
            Same([.. floor.Decisions.Where(decision => decision.Queue == queue).Select(decision => decision.Why)], decisions);
        }
    }

    [Fact]
    public void FromASnapshotThatWasStored_TheRestIsTheSame()
    {
        var storm = new QueueStorm(seed: 6, agents: 6, queues: 1, QueueStrategy.Random, lossy: true);
        storm.Play(2_000);
        var journal = storm.Floor.Journals["q0"];
        var state = new QueueState();
        QueueReplay.Run(state, journal.Take(700));
        var made = storm.Floor.Decisions.Select(decision => decision.Why).Where(why => why.Offer > state.Offers).ToList();

        var stored = Serializer.Deserialize<QueueState>(Serializer.SerializeToArray(state))!;
        Same(made, QueueReplay.Run(stored, journal.Skip(700)));
    }

    [Fact]
    public void AJournalThatWasStored_IsTheSame()
    {
        var storm = new QueueStorm(seed: 7, agents: 4, queues: 1, QueueStrategy.LongestIdle, lossy: true);
        storm.Play(1_000);

        var stored = storm.Floor.Journals["q0"].ConvertAll(entry => Serializer.Deserialize<JournalEntry>(Serializer.SerializeToArray(entry))!);

        Same([.. storm.Floor.Decisions.Select(decision => decision.Why)], QueueReplay.Run(new QueueState(), stored));
    }

    [Fact]
    public void AnAssignment_SaysWhoElseCouldHaveHadTheCall_AndByWhichNumbers()
    {
        var floor = new Floor(new QueueRules { Strategy = QueueStrategy.TopDown }, "ana", "bob", "cid");
        floor.Join("c1");

        var why = Assert.Single(floor.Decisions).Why;
        Assert.Equal((AssignmentTrigger.CallerArrived, QueueStrategy.TopDown, 3, 1L), (why.Trigger, why.Strategy, why.Fitting, why.Rules));
        Assert.Equal(["ana", "bob", "cid"], why.Candidates.Select(candidate => candidate.Agent.Name));
        Assert.Equal([0L, 1, 2], why.Candidates.Select(candidate => candidate.Score));
        Assert.Equal((Floor.Start, Floor.Call("c1")), (why.At, why.Call!.Value));
    }

    private static void Same(List<Assignment> made, List<Assignment> again)
    {
        Assert.NotEmpty(made);
        Assert.Equal(made.Count, again.Count);
        Assert.All(made.Zip(again), pair => Assert.True(QueueReplay.AreSame(pair.First, pair.Second), $"{pair.First} / {pair.Second}"));
    }
}
