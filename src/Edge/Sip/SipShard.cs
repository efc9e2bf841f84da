using System.Buffers;
using System.Net;
using System.Text;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>One thread with one <see cref="SipAgent"/>: transactions, dialogs and legs of the Call-IDs that belong to it.</summary>
/// <remarks>
/// Bytes, work and time go in one at a time; all effects are taken out before the next. An exception ends here: it is counted, logged, and turned
/// into an answer where one is due, and the other calls of the shard go on.
/// </remarks>
internal sealed partial class SipShard : IDisposable
{
    /// <summary>Inputs in a row before timers are looked at: a flood must not keep retransmissions and time-outs waiting.</summary>
    private const int MaxBatch = 64;

    private const int MaxKnownRemotes = 16_384;

    private readonly Mailbox<ShardInput> _mailbox;
    private readonly AutoResetEvent _wake = new(false);
    private readonly PriorityQueue<Action, long> _due = new();
    private readonly Dictionary<IPEndPoint, SocketAddress> _remotes = [];
    private readonly SipWriter _refusals = new();
    private readonly SipLimits _limits = SipLimits.Default;
    private readonly SipTransports _transports;
    private readonly SipNames _names;
    private readonly EdgeClock _clock;
    private readonly EdgeMetrics _metrics;
    private readonly SipShardCounters _counters;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private ISipShardUser _user = null!;
    private volatile bool _stopping;

    public SipShard(int number, SipAgentOptions options, int queue, SipTransports transports, SipNames names, EdgeClock clock, EdgeMetrics metrics, ILogger log)
    {
        Number = number;
        _transports = transports;
        _names = names;
        _clock = clock;
        _metrics = metrics;
        _counters = metrics.AddSipShard();
        _log = log;
        _mailbox = new Mailbox<ShardInput>(queue, () => _wake.Set());
        Now = clock.Now;
        Agent = new SipAgent(options, new CryptographicEntropy(), Now);
        _thread = new Thread(Run) { IsBackground = true, Name = $"sip {number}" };
    }

    /// <summary>Where its thread runs; before <see cref="Start"/>.</summary>
    public ThreadPlace Place { get; init; } = ThreadPlace.Any;

    /// <summary>Which shard it is.</summary>
    public int Number { get; }

    /// <summary>The machine; the shard's thread only.</summary>
    public SipAgent Agent { get; }

    /// <summary>The moment of the present input; the shard's thread only.</summary>
    public long Now { get; private set; }

    /// <summary>Begins to run.</summary>
    public void Start(ISipShardUser user)
    {
        _user = user;
        _thread.Start();
    }

    /// <summary>Takes received bytes; dropped and counted when the shard is behind. Any thread.</summary>
    public void Receive(ReadOnlySpan<byte> bytes, in SipFlow flow)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer);
        if (!_mailbox.TryPost(new ShardInput(buffer, bytes.Length, flow, null)))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Interlocked.Increment(ref _counters.QueueFull);
        }
    }

    /// <summary>Runs work on the shard's thread; any thread.</summary>
    public void Post(Action work) => _mailbox.Post(new ShardInput(null, 0, default, work));

    /// <summary>Runs work on the shard's thread and gives its answer; any thread but the shard's.</summary>
    public Task<T> AskAsync<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
                throw;
            }
        });
        return done.Task;
    }

    /// <summary>Runs work on the shard's thread later; the shard's thread only.</summary>
    public void After(TimeSpan delay, Action work) => _due.Enqueue(work, Now + delay.Ticks);

    /// <summary>A connection is closed; the shard's thread only.</summary>
    public void CloseFlow(long connection)
    {
        Agent.FlowClosed(connection, Now);
        Drain();
        _user.FlowClosed(connection);
    }

    public void Dispose()
    {
        Post(() => _stopping = true);
        // Among other flags: of a background thread it is never that one alone.
        if (!_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            _thread.Join(TimeSpan.FromSeconds(5));
        }

        _refusals.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        Place.Take(Number);
        while (!_stopping)
        {
            Wait();
            Now = _clock.Now;
            for (var i = 0; i < MaxBatch && _mailbox.TryTake(out var input); i++)
            {
                Take(input);
            }

            Fire();
            Observe();
        }
    }

    private void Wait()
    {
        if (!_mailbox.BeginWait())
        {
            return;
        }

        var due = Math.Min(Agent.Deadline, _due.TryPeek(out _, out var next) ? next : long.MaxValue);
        if (due == long.MaxValue)
        {
            _wake.WaitOne();
        }
        else
        {
            // Rounded up: waking a millisecond early would only wake twice.
            var milliseconds = Math.Clamp((due - _clock.Now + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, 0, 60_000);
            if (milliseconds > 0)
            {
                _wake.WaitOne((int)milliseconds);
            }
        }

        _mailbox.EndWait();
    }

    private void Take(in ShardInput input)
    {
        if (input.Bytes is null)
        {
            Guard(input.Work!);
            return;
        }

        try
        {
            Parse(input.Bytes.AsSpan(0, input.Length), input.Flow);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input.Bytes);
        }

        Drain();
    }

    private void Parse(ReadOnlySpan<byte> bytes, in SipFlow flow)
    {
        _counters.Received++;
        var status = SipMessage.TryParse(bytes, _limits, out var message);
        if (status == SipParseStatus.Ok)
        {
            Agent.Receive(message!, flow, Now);
            return;
        }

        if (status == SipParseStatus.Empty)
        {
            // A keep-alive of a phone behind NAT; over UDP nobody waits for an answer.
            return;
        }

        _counters.Malformed++;
        _metrics.SipRefused(status.ToString());
        if (SipRefusal.TryWrite(_refusals, status, bytes, _limits, Encoding.ASCII.GetBytes(flow.Remote.Address.ToString()), flow.Remote.Port, out var answer))
        {
            Send(flow, answer.ToArray(), 0);
        }
    }

    private void Fire()
    {
        if (Agent.Deadline <= Now)
        {
            Guard(() => Agent.Tick(Now));
        }

        while (_due.TryPeek(out var work, out var due) && due <= Now)
        {
            _due.Dequeue();
            Guard(work);
        }
    }

    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Failed(e);
        }

        Drain();
    }

    private void Drain()
    {
        while (Agent.TryTake(out var effect))
        {
            try
            {
                Do(effect);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Failed(e);
                _user.Recover(effect);
            }
        }
    }

    private void Do(SipEffect effect)
    {
        switch (effect)
        {
            case SendMessage send:
                Send(send.Flow, send.Bytes, send.Transaction);
                break;
            case ResolveName ask:
                _ = ResolveAsync(ask);
                break;
            default:
                _user.Handle(effect);
                break;
        }
    }

    private void Send(in SipFlow flow, ReadOnlyMemory<byte> bytes, long transaction)
    {
        if (!_remotes.TryGetValue(flow.Remote, out var remote))
        {
            if (_remotes.Count >= MaxKnownRemotes)
            {
                _remotes.Clear();
            }

            remote = flow.Remote.Serialize();
            _remotes.Add(flow.Remote, remote);
        }

        if (_transports.TrySend(flow, remote, bytes, Number, transaction))
        {
            _counters.Sent++;
            return;
        }

        _counters.SendFailed++;
        if (transaction != 0)
        {
            // Later, as a new input: the agent is in the middle of this one.
            Post(() => Agent.SendFailed(transaction, Now));
        }
    }

    private async Task ResolveAsync(ResolveName ask)
    {
        var found = await _names.ResolveAsync(ask, CancellationToken.None).ConfigureAwait(false);
        var transport = found.Count > 0 ? found[0].Transport : ask.Transport ?? SipTransport.Udp;
        var remote = found.Count > 0 ? found[0].Remote : null;
        Post(() => Agent.Resolved(ask.Query, transport, remote, Now));
    }

    private void Observe()
    {
        var agent = Agent.Counters;
        _counters.Transactions = agent.Transactions;
        _counters.Legs = agent.Legs;
        _counters.Retransmissions = agent.Retransmissions;
        _counters.Overloaded = agent.Overloaded;
        _counters.Refused = agent.Refused;
    }

    private void Failed(Exception e)
    {
        _counters.Exceptions++;
        LogFailed(_log, Number, e);
    }

    [LoggerMessage(2141, LogLevel.Error, "Something failed in SIP shard {Shard}; the shard goes on.")]
    private static partial void LogFailed(ILogger log, int shard, Exception exception);
}
