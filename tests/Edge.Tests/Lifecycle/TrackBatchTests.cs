using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;
using Xunit;

namespace RtcCluster.Edge.Tests.Lifecycle;

public sealed class TrackBatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task WhileOneMessageIsUnderWay_TheNextCallsShareOne_AndAFailureIsTheirsAlone()
    {
        var sent = new List<(ImmutableArray<CallId> Calls, TaskCompletionSource Done)>();
        var arrived = new SemaphoreSlim(0);
        var batch = new TrackBatch(calls =>
        {
            var done = new TaskCompletionSource();
            lock (sent)
            {
                sent.Add((calls, done));
            }

            arrived.Release();
            return done.Task;
        });

        var first = batch.AddAsync(new CallId("demo/1"));
        await arrived.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var second = batch.AddAsync(new CallId("demo/2"));
        var third = batch.AddAsync(new CallId("demo/3"));
        Assert.Single(sent);

        sent[0].Done.SetException(new IOException("away"));
        await Assert.ThrowsAsync<IOException>(() => first.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await arrived.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(["demo/2", "demo/3"], sent[1].Calls.Select(c => c.Key));
        sent[1].Done.SetResult();
        await Task.WhenAll(second, third).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
