using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using Xunit;

namespace RtcCluster.Edge.Tests.Calls;

public sealed class CallMailboxTests
{
    private readonly CallMailbox _mailbox = new();

    [Fact]
    public void CommandsAreTakenOnce_HoweverOftenTheirBatchComes()
    {
        Assert.Equal(new ApplyReceipt(ApplyStatus.Taken, 2), _mailbox.Take(Batch(1, 1, "1", "2")));
        Assert.Equal(new ApplyReceipt(ApplyStatus.Taken, 2), _mailbox.Take(Batch(1, 1, "1", "2")));
        Assert.Equal(new ApplyReceipt(ApplyStatus.Taken, 3), _mailbox.Take(Batch(1, 2, "2", "3")));

        Assert.Equal(["1", "2", "3"], Drain());
    }

    [Fact]
    public void AGapIsAskedFor_AndTakesNothing()
    {
        _mailbox.Take(Batch(1, 1, "1"));

        Assert.Equal(new ApplyReceipt(ApplyStatus.Gap, 1), _mailbox.Take(Batch(1, 3, "3")));
        Assert.Equal(["1"], Drain());
    }

    [Fact]
    public void AnOlderEpochIsRefused_AndANewerOneGoesOnWithTheNumbers()
    {
        _mailbox.Take(Batch(2, 1, "1"));

        Assert.Equal(ApplyStatus.StaleEpoch, _mailbox.Take(Batch(1, 2, "2")).Status);
        Assert.Equal(new ApplyReceipt(ApplyStatus.Taken, 2), _mailbox.Take(Batch(3, 2, "two")));
        Assert.Equal(3, _mailbox.Epoch);
        Assert.Equal(["1", "two"], Drain());
    }

    [Fact]
    public void AGapOfANewerEpochStillTellsTheEpoch()
    {
        _mailbox.Take(Batch(5, 1_000_000, "?"));

        Assert.Equal(5, _mailbox.Epoch);
    }

    private static CallBatch Batch(long epoch, int first, params string[] digits) =>
        new(new CallId("demo/x"), epoch, first, [.. digits.Select(d => (CallCommand)new SendDigits(LegId.First, d))]);

    private List<string> Drain()
    {
        var digits = new List<string>();
        while (_mailbox.Next() is SendDigits next)
        {
            digits.Add(next.Digits);
        }

        return digits;
    }
}
