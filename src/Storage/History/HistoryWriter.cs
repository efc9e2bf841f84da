using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RtcCluster.Storage.History;

/// <summary>
/// The one writer of a process. Whoever comes while a transaction is under way waits for the next one and shares it (group commit), so
/// that durable writes cost one disk flush per batch and not per call.
/// </summary>
internal sealed partial class HistoryWriter : IHistoryWriter, IHostedLifecycleService, IAsyncDisposable
{
    // Waiting calls hold memory; at 50 calls a second with about 4 writes each this is 50 s of a failing database before callers wait at the door.
    private const int Capacity = 10_000;

    // More rows per transaction save little and make everybody in it wait longer.
    private const int LargestBatch = 256;

    // The first key that is taken says that something of the calls is stored already; one that another process has taken since shows up at the next reading. More repeats mean something else.
    private const int RacesPerBatch = 4;

    // A batch costs a dozen statements and a disk flush however few histories are in it: under load those of a moment share one. Who comes after a rest is not kept waiting.
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private readonly Channel<HistoryTicket> _queue = Channel.CreateBounded<HistoryTicket>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _abandon = new();
    private readonly IDbContextFactory<RtcDbContext> _contexts;
    private readonly StorageMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<HistoryWriter> _log;
    private Task _loop = Task.CompletedTask;
    private int _disposed;

    public HistoryWriter(IDbContextFactory<RtcDbContext> contexts, StorageMetrics metrics, TimeProvider time, ILogger<HistoryWriter> log)
    {
        _contexts = contexts;
        _metrics = metrics;
        _time = time;
        _log = log;
    }

    public async Task<HistoryReceipt> WriteAsync(CallHistory history, CancellationToken ct = default)
    {
        if (HistoryRules.Check(history) is { } reason)
        {
            _metrics.HistoryRefused.Add(1);
            throw new HistoryRefusedException(reason);
        }

        var ticket = new HistoryTicket(history);
        try
        {
            await _queue.Writer.WriteAsync(ticket, ct).ConfigureAwait(false);
            _metrics.Waits(1);
        }
        catch (ChannelClosedException)
        {
            throw new HistoryClosedException();
        }

        return await ticket.Done.WaitAsync(ct).ConfigureAwait(false);
    }

    // An empty history is in order behind everything handed over before.
    public Task FlushAsync(CancellationToken ct = default) => WriteAsync(new CallHistory(), ct);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loop = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // After every other service has stopped, because grains tell their last events while they stop.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        try
        {
            await _loop.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _abandon.CancelAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(false);
        }
    }

    // The container disposes it once for each of its three registrations.
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _queue.Writer.TryComplete();
        await _abandon.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        FailRest();
        _abandon.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<HistoryTicket>(LargestBatch);
        var last = TimeProvider.System.GetTimestamp() - TimeProvider.System.TimestampFrequency;
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await GatherAsync(TimeProvider.System.GetElapsedTime(last)).ConfigureAwait(false);
            last = TimeProvider.System.GetTimestamp();
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var ticket))
            {
                batch.Add(ticket);
            }

            var begun = TimeProvider.System.GetTimestamp();
            await CommitAsync(batch).ConfigureAwait(false);
            _metrics.HistoryCommit.Record(TimeProvider.System.GetElapsedTime(begun).TotalSeconds);
            _metrics.Waits(-batch.Count);
            batch.Clear();
            if (_abandon.IsCancellationRequested)
            {
                FailRest();
            }
        }
    }

    // Real time on purpose: this is how a batch fills, not a rule that a test moves a clock for.
    private async Task GatherAsync(TimeSpan sinceLast)
    {
        if (sinceLast < BetweenBatches && !_queue.Reader.Completion.IsCompleted && _queue.Reader.Count < LargestBatch)
        {
            await Task.Delay(BetweenBatches - sinceLast, TimeProvider.System, _abandon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CommitAsync(List<HistoryTicket> batch)
    {
        var races = 0;
        var delay = FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var receipts = await WriteAsync(batch, areNew: races == 0).ConfigureAwait(false);
                Tell(batch, receipts);
                if (attempt > 1 + races)
                {
                    LogRecovered(_log, attempt);
                }

                return;
            }
            catch (Exception race) when (DatabaseFault.IsTaken(race) && races < RacesPerBatch)
            {
                races++;
            }
            catch (Exception refused) when (DatabaseFault.IsPermanent(refused))
            {
                await RefuseAsync(batch, refused).ConfigureAwait(false);
                return;
            }
            catch (Exception) when (_abandon.IsCancellationRequested)
            {
                Abandon(batch);
                return;
            }
            catch (Exception failed) when (!DatabaseFault.IsPermanent(failed))
            {
                _metrics.HistoryRetries.Add(1);
                LogRetry(_log, batch.Count, attempt + 1, delay, failed);
                if (!await WaitAsync(delay).ConfigureAwait(false))
                {
                    Abandon(batch);
                    return;
                }

                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    private async Task<HistoryReceipt[]> WriteAsync(List<HistoryTicket> batch, bool areNew)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return await db.InTransactionAsync(() => new HistoryBatch(db, areNew).ApplyAsync(batch, _abandon.Token), _abandon.Token).ConfigureAwait(false);
        }
    }

    private void Tell(List<HistoryTicket> batch, HistoryReceipt[] receipts)
    {
        _metrics.HistoryBatch.Record(batch.Count);
        _metrics.LedgerWritten.Add(receipts.Sum(r => r.Written));
        _metrics.LedgerRepeated.Add(receipts.Sum(r => r.Repeated));
        _metrics.LedgerRefused.Add(receipts.Sum(r => r.Refused));
        for (var i = 0; i < batch.Count; i++)
        {
            if (receipts[i].Refused > 0)
            {
                LogTwoOwners(_log, batch[i].History.Ledger[0].CallId, receipts[i].Refused);
            }

            batch[i].Complete(receipts[i]);
        }
    }

    // One bad content must not take its neighbours with it: each gets a transaction of its own.
    private async Task RefuseAsync(List<HistoryTicket> batch, Exception refused)
    {
        if (batch.Count > 1)
        {
            foreach (var ticket in batch)
            {
                await CommitAsync([ticket]).ConfigureAwait(false);
            }

            return;
        }

        var history = batch[0].History;
        var callId = history.Entry?.CallId ?? (history.Ledger is [var first, ..] ? first.CallId : "");
        _metrics.HistoryRefused.Add(1);
        LogRefused(_log, callId, refused);
        batch[0].Fail(new HistoryRefusedException($"The database refuses the history of call {callId}.", refused));
    }

    private async Task<bool> WaitAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _time, _abandon.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void FailRest()
    {
        var rest = new List<HistoryTicket>();
        while (_queue.Reader.TryRead(out var ticket))
        {
            rest.Add(ticket);
        }

        if (rest.Count > 0)
        {
            _metrics.Waits(-rest.Count);
            Abandon(rest);
        }
    }

    private void Abandon(List<HistoryTicket> batch)
    {
        LogUnwritten(_log, batch.Count);
        foreach (var ticket in batch)
        {
            ticket.Fail(new HistoryClosedException("The process stopped before the database took this history."));
        }
    }
}
