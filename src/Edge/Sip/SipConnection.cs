using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>One connection: gives what comes in to the shards, sends what they give it in order. What carries the bytes is its children's.</summary>
/// <remarks>
/// The queue of what is to be sent is bounded in bytes. A peer that does not read loses its connection instead of our memory. Ends once: whoever
/// notices first (reader, writer, idle watch, stop) closes it, and the intake hears of it exactly once.
/// </remarks>
internal abstract class SipConnection : IDisposable
{
    private readonly ISipIntake _intake;
    private readonly EdgeClock _clock;
    private readonly Queue<Outgoing> _queue = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _ended = new();
    private readonly SourceRate.Bucket _rate;
    private long _lastActivity;
    private int _backlog;
    private bool _closed;

    protected SipConnection(in SipFlow flow, ISipIntake intake, EdgeClock clock, SipStreamOptions options)
    {
        Flow = flow;
        Options = options;
        _intake = intake;
        _clock = clock;
        _lastActivity = clock.Now;
        _rate = new SourceRate.Bucket { Tokens = options.MaxMessagesPerSecond, At = clock.Now };
    }

    /// <summary>The connection as the agents know it.</summary>
    public SipFlow Flow { get; }

    /// <summary>When the last byte went in or out.</summary>
    public long LastActivity => Volatile.Read(ref _lastActivity);

    /// <summary>What bounds it.</summary>
    protected SipStreamOptions Options { get; }

    /// <summary>Time for a refusal to get out before a connection ends that cannot be read any further.</summary>
    protected static TimeSpan LingerAfterBreak { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Puts a message into the queue; false when the connection is closed or its peer does not read.</summary>
    public bool TrySend(ReadOnlyMemory<byte> bytes, int shard, long transaction)
    {
        lock (_lock)
        {
            if (_closed || _backlog + bytes.Length > Options.MaxSendBacklog)
            {
                return false;
            }

            _backlog += bytes.Length;
            _queue.Enqueue(new Outgoing(bytes, shard, transaction));
        }

        _wake.Release();
        return true;
    }

    /// <summary>Reads and writes until the connection ends, for whatever reason.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _ended.Token);
        var writer = SendQueuedAsync(both.Token);
        try
        {
            await ReadAsync(both.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The peer reset the connection or we ended it: both mean that it is over.
        }
        finally
        {
            Close();
            await writer.ConfigureAwait(false);
            await EndAsync().ConfigureAwait(false);
            FailQueued();
            _intake.ConnectionClosed(Flow.Connection);
        }
    }

    /// <summary>Ends it. What is queued and not yet written is told as failed.</summary>
    public void Close()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        _ended.Cancel();
    }

    public void Dispose()
    {
        Close();
        _wake.Dispose();
        _ended.Dispose();
    }

    /// <summary>Whether an exception says no more than that a connection is over.</summary>
    protected static bool IsEnd(Exception e) =>
        e is IOException or SocketException or WebSocketException or OperationCanceledException or ObjectDisposedException;

    /// <summary>Reads until the peer has ended the connection or may say no more.</summary>
    protected abstract Task ReadAsync(CancellationToken stop);

    /// <summary>Writes one message; never two at a time.</summary>
    protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop);

    /// <summary>Frees what carries the bytes: nobody reads or writes any more.</summary>
    protected abstract ValueTask EndAsync();

    /// <summary>Notes that the peer is there.</summary>
    protected void Touch() => Volatile.Write(ref _lastActivity, _clock.Now);

    /// <summary>Gives a message to its shard, unless the peer has had its share of this second.</summary>
    protected void Deliver(ReadOnlySpan<byte> message)
    {
        if (Options.MaxMessagesPerSecond > 0 && !_rate.TryTake(Options.MaxMessagesPerSecond, _clock.Now))
        {
            Interlocked.Increment(ref Options.Counters.RateLimited);
            return;
        }

        _intake.Receive(message, Flow);
    }

    /// <summary>Nobody knows where the next message begins, or this one is too long: what can be answered is, and the connection shall end.</summary>
    protected void Refuse(SipParseStatus status, ReadOnlySpan<byte> bytes)
    {
        Interlocked.Increment(ref Options.Counters.BrokenStreams);
        using var writer = new SipWriter();
        var source = Encoding.ASCII.GetBytes(Flow.Remote.Address.ToString());
        if (SipRefusal.TryWrite(writer, status, bytes, Options.Limits, source, Flow.Remote.Port, out var answer))
        {
            TrySend(answer.ToArray(), -1, 0);
        }
    }

    private async Task SendQueuedAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await _wake.WaitAsync(stop).ConfigureAwait(false);
                Outgoing next;
                lock (_lock)
                {
                    next = _queue.Peek();
                }

                await WriteAsync(next.Bytes, stop).ConfigureAwait(false);
                Touch();
                lock (_lock)
                {
                    _queue.Dequeue();
                    _backlog -= next.Bytes.Length;
                }
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            Close();
        }
    }

    private void FailQueued()
    {
        lock (_lock)
        {
            while (_queue.TryDequeue(out var lost))
            {
                if (lost.Transaction != 0)
                {
                    _intake.SendFailed(lost.Shard, lost.Transaction);
                }
            }
        }
    }

    private readonly record struct Outgoing(ReadOnlyMemory<byte> Bytes, int Shard, long Transaction);
}
