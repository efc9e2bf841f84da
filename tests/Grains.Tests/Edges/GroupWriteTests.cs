using RtcCluster.Grains.Edges;

namespace RtcCluster.Grains.Tests.Edges;

public sealed class GroupWriteTests
{
    private readonly Queue<TaskCompletionSource> _writes = new();
    private readonly GroupWrite _group;

    public GroupWriteTests() => _group = new GroupWrite(() =>
    {
        var write = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _writes.Enqueue(write);
        return write.Task;
    });

    [Fact]
    public async Task ThoseWhoComeDuringAWrite_ShareTheNext()
    {
        var first = _group.Write();
        Task[] later = [_group.Write(), _group.Write(), _group.Write()];
        Assert.Single(_writes);

        _writes.Dequeue().SetResult();
        await first;
        Assert.All(later, task => Assert.False(task.IsCompleted));
        await TestKit.Waiting.Eventually.IsTrueAsync("the next write", TimeSpan.FromSeconds(5), () => Task.FromResult(_writes.Count == 1));
        _writes.Dequeue().SetResult();

        await Task.WhenAll(later);
        Assert.Empty(_writes);
    }

    [Fact]
    public async Task AFailure_IsToldToThoseWhoWaitedForThatWrite()
    {
        var first = _group.Write();
        var second = _group.Write();

        _writes.Dequeue().SetException(new IOException("down"));
        await Assert.ThrowsAsync<IOException>(() => first);
        await TestKit.Waiting.Eventually.IsTrueAsync("the next write", TimeSpan.FromSeconds(5), () => Task.FromResult(_writes.Count == 1));
        _writes.Dequeue().SetResult();

        await second;
    }
}
