using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>One TCP or TLS connection: cuts what comes in into messages, sends what the shards give it in order.</summary>
/// <remarks>
/// The queue of what is to be sent is bounded in bytes. A peer that does not read loses its connection instead of our memory. Ends once: whoever
/// notices first (reader, writer, idle watch, stop) closes it, and the intake hears of it exactly once.
/// </remarks>
internal sealed class SipConnection : IDisposable
{
    private static readonly TimeSpan LingerAfterBreak = TimeSpan.FromMilliseconds(500);

    private readonly Stream _stream;
    private readonly ISipIntake _intake;
    private readonly EdgeClock _clock;
    private readonly SipStreamOptions _options;
    private readonly Queue<Outgoing> _queue = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly CancellationTokenSource _ended = new();
    private readonly SourceRate.Bucket _rate;
    private long _lastActivity;
    private int _backlog;
    private bool _closed;

    public SipConnection(long id, SipTransport transport, IPEndPoint local, IPEndPoint remote, Stream stream, ISipIntake intake, EdgeClock clock, SipStreamOptions options)
    {
        Flow = new SipFlow(transport, local, remote, id);
        _stream = stream;
        _intake = intake;
        _clock = clock;
        _options = options;
        _lastActivity = clock.Now;
        _rate = new SourceRate.Bucket { Tokens = options.MaxMessagesPerSecond, At = clock.Now };
    }

    /// <summary>The connection as the agents know it.</summary>
    public SipFlow Flow { get; }

    /// <summary>When the last byte went in or out.</summary>
    public long LastActivity => Volatile.Read(ref _lastActivity);

    /// <summary>Puts a message into the queue; false when the connection is closed or its peer does not read.</summary>
    public bool TrySend(ReadOnlyMemory<byte> bytes, int shard, long transaction)
    {
        lock (_lock)
        {
            if (_closed || _backlog + bytes.Length > _options.MaxSendBacklog)
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
        var writer = WriteAsync(both.Token);
        try
        {
            await ReadAsync(both.Token).ConfigureAwait(false);
        }
        finally
        {
            Close();
            await writer.ConfigureAwait(false);
            await _stream.DisposeAsync().ConfigureAwait(false);
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
        _stream.Dispose();
    }

    private async Task ReadAsync(CancellationToken stop)
    {
        using var framer = new SipStreamFramer(_options.Limits);
        var buffer = ArrayPool<byte>.Shared.Rent(16_384);
        try
        {
            while (true)
            {
                var length = await _stream.ReadAsync(buffer, stop).ConfigureAwait(false);
                if (length == 0)
                {
                    return;
                }

                if (!Take(framer, buffer.AsSpan(0, length)))
                {
                    // Time for the refusal to get out before the connection ends.
                    await Task.Delay(LingerAfterBreak, stop).ConfigureAwait(false);
                    return;
                }

                Volatile.Write(ref _lastActivity, _clock.Now);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer reset the connection or we ended it: both mean that it is over, which RunAsync tells.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private bool Take(SipStreamFramer framer, ReadOnlySpan<byte> received)
    {
        while (framer.TryTake(ref received, out var frame))
        {
            switch (frame.Kind)
            {
                case SipFrameKind.Message:
                    if (_options.MaxMessagesPerSecond > 0 && !_rate.TryTake(_options.MaxMessagesPerSecond, _clock.Now))
                    {
                        Interlocked.Increment(ref _options.Counters.RateLimited);
                        break;
                    }

                    _intake.Receive(frame.Bytes, Flow);
                    break;
                case SipFrameKind.Ping:
                    TrySend(KeepAlive.Pong, -1, 0);
                    break;
                case SipFrameKind.Broken:
                    // Nobody knows where the next message begins: what can be answered is, then the connection ends.
                    Refuse(frame.Status, frame.Bytes);
                    Interlocked.Increment(ref _options.Counters.BrokenStreams);
                    return false;
                case SipFrameKind.Pong:
                default:
                    break;
            }
        }

        return true;
    }

    private void Refuse(SipParseStatus status, ReadOnlySpan<byte> bytes)
    {
        using var writer = new SipWriter();
        var source = Encoding.ASCII.GetBytes(Flow.Remote.Address.ToString());
        if (SipRefusal.TryWrite(writer, status, bytes, _options.Limits, source, Flow.Remote.Port, out var answer))
        {
            TrySend(answer.ToArray(), -1, 0);
        }
    }

    private async Task WriteAsync(CancellationToken stop)
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

                await _stream.WriteAsync(next.Bytes, stop).ConfigureAwait(false);
                Volatile.Write(ref _lastActivity, _clock.Now);
                lock (_lock)
                {
                    _queue.Dequeue();
                    _backlog -= next.Bytes.Length;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
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
