using System.Collections.Concurrent;
using Org.BouncyCastle.Tls;

namespace RtcCluster.Media.Dtls;

/// <summary>Datagrams on their way to a handshake that waits for them: any thread puts them in, the handshake's takes them out.</summary>
internal sealed class DtlsInbox(DtlsSend send, int capacity) : DatagramTransport, IDisposable
{
    // A flight is cut to what passes every path (RFC 8261 §5 leaves 1,200 bytes too).
    private const int SendLimit = 1_200;
    private readonly ConcurrentQueue<byte[]> _datagrams = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly DtlsRecordQueue _records = new(capacity);
    private volatile bool _closed;

    /// <summary>Whether the handshake has all but the peer's Finished.</summary>
    public Func<bool> AwaitsFinished { get; set; } = static () => false;

    /// <summary>The handshake is done: who reads takes what is there and waits for nothing.</summary>
    public bool IsAttended { get; set; }

    public bool IsEmpty => _datagrams.IsEmpty && _records.IsEmpty;

    public bool IsClosed => _closed;

    public bool TryPut(ReadOnlySpan<byte> datagram)
    {
        if (_closed || _datagrams.Count >= capacity)
        {
            return false;
        }

        _datagrams.Enqueue(datagram.ToArray());
        _arrived.Release();
        return true;
    }

    /// <summary>Wakes who waits; what is there is still read, nothing more is taken.</summary>
    public void Shut()
    {
        _closed = true;
        _arrived.Release();
    }

    /// <remarks>
    /// After the handshake the record layer reads until its wait is over, and its shortest wait is a millisecond. It asks here before each
    /// read, and this exception is the one that ends the reading and leaves the connection as it is.
    /// </remarks>
    public int GetReceiveLimit() => IsAttended && IsEmpty ? throw new TlsTimeoutException("Nothing more has arrived.") : DtlsRecords.MaxDatagram;

    public int GetSendLimit() => SendLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        var awaitsFinished = IsAttended || AwaitsFinished();
        if (!_records.TryTake(awaitsFinished, out var record))
        {
            // Zero is the record layer's word for ever.
            var wait = IsAttended || _closed ? 0 : waitMillis == 0 ? Timeout.Infinite : waitMillis;
            if (!_arrived.Wait(wait) || !_datagrams.TryDequeue(out var datagram))
            {
                return _closed ? throw new TlsFatalAlert(AlertDescription.user_canceled) : -1;
            }

            _records.Add(datagram);
            if (!_records.TryTake(awaitsFinished, out record))
            {
                return -1;
            }
        }

        record.Span.CopyTo(buffer);
        return record.Length;
    }

    public void Send(byte[] buf, int off, int len) => send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer) => send(buffer);

    public void Close() => _closed = true;

    public void Dispose() => _arrived.Dispose();
}
