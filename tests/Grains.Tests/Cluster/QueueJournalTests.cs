using Orleans.Storage;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Queues;
using RtcCluster.Grains.Tests.Queues;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>What a queue writes, when, and what another activation finds.</summary>
[Collection(QueueHouse.Name)]
public sealed class QueueJournalTests(GrainHouse house)
{
    private static readonly DateTimeOffset At = Floor.Start;

    [Fact]
    public async Task WhatIsNoted_IsWrittenWithTheNextInput_InOneRecord()
    {
        var grain = Grain("together");
        var journal = await Begin(grain);
        Assert.True(journal.TryNote(News(2)));
        Assert.True(journal.TryNote(News(3)));
        Assert.Equal("1", Numbers(await Read(grain)));

        await journal.Append(News(4));

        Assert.False(journal.IsBehind);
        Assert.Equal("1 2 3 4", Numbers(await Read(grain)));
        await journal.Append(News(5));
        Assert.Equal("1 2 3 4 5", Numbers(await Read(grain)));
    }

    [Fact]
    public async Task WhatIsNoted_IsWrittenByAFlush()
    {
        var grain = Grain("flush");
        var journal = await Begin(grain);
        journal.TryNote(News(2));

        await journal.Flush();
        await journal.Flush();

        Assert.Equal("1 2", Numbers(await Read(grain)));
    }

    [Fact]
    public async Task WhoHasNotedBeforeAnotherTookOver_IsRefused_AndNothingOfItIsFound()
    {
        var grain = Grain("ghost");
        var ghost = await Begin(grain);
        ghost.TryNote(News(2));
        var owner = await Read(grain);

        await owner.Append(new JournalEntry(2, At, new QueueInput.Activated()));

        await Assert.ThrowsAsync<InconsistentStateException>(() => ghost.Append(News(3)));
        await Assert.ThrowsAsync<InconsistentStateException>(ghost.Flush);
        Assert.IsType<QueueInput.Activated>(Assert.Single((await Read(grain)).Since, entry => entry.Number > 1).Input);
    }

    [Fact]
    public async Task NoMoreIsNotedThanOneRecordShallHold_AndNoSnapshotHoldsWhatIsNotWritten()
    {
        var journal = await Begin(Grain("many"));
        for (var number = 2; journal.TryNote(News(number)); number++)
        {
            Assert.InRange(number, 2, QueueJournal.SnapshotEvery);
        }

        while (journal.Since.Count < QueueJournal.SnapshotEvery)
        {
            await journal.Append(News(journal.Since.Count + 1));
        }

        Assert.True(journal.WantsSnapshot);
        Assert.True(journal.TryNote(News(journal.Since.Count + 1)));
        Assert.False(journal.WantsSnapshot);
    }

    private GrainId Grain(string name) => house.Grains.GetGrain<IQueueGrain>($"demo/journal-{name}").GetGrainId();

    private async Task<QueueJournal> Begin(GrainId grain)
    {
        var journal = new QueueJournal(house.Storage, grain);
        await journal.Read();
        await journal.Append(new JournalEntry(1, At, new QueueInput.Configured(Floor.Queue("support"), new QueueRules { Members = [new QueueMember(Floor.Agent("ana"))] })));
        return journal;
    }

    private async Task<QueueJournal> Read(GrainId grain)
    {
        var journal = new QueueJournal(house.Storage, grain);
        var state = await journal.Read();
        Assert.Equal(journal.Since.Count, state.Inputs);
        return journal;
    }

    private static JournalEntry News(long number) =>
        new(number, At, new QueueInput.AgentTold(new AgentNews(Floor.Agent("ana"), number, AgentStatus.Available, true, At, [], 1)));

    private static string Numbers(QueueJournal journal) => string.Join(' ', journal.Since.Select(entry => entry.Number));
}
