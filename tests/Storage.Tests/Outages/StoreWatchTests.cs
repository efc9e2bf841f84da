using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Storage.Tests.Outages;

public sealed class StoreWatchTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _questions = new(0);
    private readonly StoreWatch _watch;
    private Func<Task> _answer = static () => Task.CompletedTask;
    private int _asked;

    public StoreWatchTests() => _watch = new StoreWatch(WatchedStore.State, _ => Ask(), _time, NullLogger<StoreWatch>.Instance);

    public async ValueTask DisposeAsync()
    {
        await _watch.DisposeAsync();
        _questions.Dispose();
    }

    [Fact]
    public async Task IsThere_UntilTwoQuestionsInARowHadNoAnswer_AndAgainAfterOneAnswer()
    {
        _watch.Start();
        await Asked();
        Assert.False(_watch.IsAway);

        _answer = static () => Task.FromException(new IOException("connection refused"));
        await Asked();
        await Asked();
        await Asked();
        Assert.True(_watch.IsAway);

        _answer = static () => Task.CompletedTask;
        await Asked();
        await Asked();
        Assert.False(_watch.IsAway);
    }

    [Fact]
    public async Task OneMiss_IsAPause()
    {
        _watch.Start();
        _answer = static () => Task.FromException(new IOException("connection reset"));
        await Asked();
        _answer = static () => Task.CompletedTask;

        await Asked();
        await Asked();

        Assert.False(_watch.IsAway);
    }

    [Fact]
    public async Task AQuestionThatIsNotAnswered_IsNotAskedTwice_AndItsAnswerBringsTheStoreBack()
    {
        var late = new TaskCompletionSource();
        _answer = () => late.Task;
        _watch.Start();
        await Asked();

        await Until(() => _watch.IsAway);
        Assert.Equal(1, _asked);

        late.SetResult();
        await Until(() => !_watch.IsAway);
    }

    private Task Ask()
    {
        Interlocked.Increment(ref _asked);
        var answer = _answer();
        _questions.Release();
        return answer;
    }

    // The clock moves until the watch comes: it may not have begun to wait for it yet.
    private async Task Asked()
    {
        while (!await _questions.WaitAsync(TimeSpan.FromMilliseconds(5), TestContext.Current.CancellationToken))
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }
    }

    private async Task Until(Func<bool> holds)
    {
        while (!holds())
        {
            _time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TestContext.Current.CancellationToken);
        }
    }
}
