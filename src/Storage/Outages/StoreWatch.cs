using Microsoft.Extensions.Logging;

namespace RtcCluster.Storage.Outages;

/// <summary>Knows whether a store answers, because it asks each second: whoever needs the store while it is away is refused at once, and not after a time-out of his own.</summary>
/// <remarks>
/// A store that refuses connections says so itself. One that stands still, or whose machine is gone, answers nothing, and each caller would wait for as long as
/// a slow answer of it may take. Two questions in a row without an answer make it away, so that a pause of this process does not; one answer brings it back.
/// </remarks>
public sealed partial class StoreWatch : IAsyncDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private const int MissesUntilAway = 2;

    private readonly WatchedStore _store;
    private readonly Func<CancellationToken, Task> _ask;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreWatch> _log;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private Task _asked = Task.CompletedTask;
    private volatile bool _isAway;

    /// <summary>Makes it; nothing is asked before <see cref="Start"/>.</summary>
    /// <param name="store">Which store it is, for the log.</param>
    /// <param name="ask">Asks the store the least that it must answer; fails when it does not. Has a second.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told when the store goes and comes.</param>
    public StoreWatch(WatchedStore store, Func<CancellationToken, Task> ask, TimeProvider time, ILogger<StoreWatch> log) => (_store, _ask, _time, _log) = (store, ask, time, log);

    /// <summary>Which store it is.</summary>
    public WatchedStore Store => _store;

    /// <summary>Whether the store does not answer.</summary>
    public bool IsAway => _isAway;

    /// <summary>Begins to ask.</summary>
    public void Start()
    {
        if (_loop.IsCompleted && !_stop.IsCancellationRequested)
        {
            _loop = Task.Run(RunAsync);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // What it is asked with belongs to others, who take it down next.
        await _asked.WaitAsync(Patience * 2).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var misses = 0;
        while (!_stop.IsCancellationRequested)
        {
            var problem = await AskAsync().ConfigureAwait(false);
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            misses = problem is null ? 0 : misses + 1;
            if (misses == MissesUntilAway)
            {
                _isAway = true;
                LogAway(_log, _store, problem);
            }
            else if (misses == 0 && _isAway)
            {
                _isAway = false;
                LogBack(_log, _store);
            }

            await Task.Delay(misses == 0 ? AskEvery : AskAgain, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // What is wrong; null when it has answered.
    private async Task<Exception?> AskAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, _stop.Token);
        try
        {
            if (_asked.IsCompleted)
            {
                _asked = _ask(both.Token);
            }

            // One that has not ended although it was given up is waited for again: there is never more than one.
            await _asked.WaitAsync(both.Token).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e;
        }
    }

    [LoggerMessage(5010, LogLevel.Error, "The store {Store} does not answer: what needs it is refused until it does.")]
    private static partial void LogAway(ILogger logger, WatchedStore store, Exception? problem);

    [LoggerMessage(5011, LogLevel.Warning, "The store {Store} answers again.")]
    private static partial void LogBack(ILogger logger, WatchedStore store);
}
