using System.Net;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>A connection that we open: keeps what is to be sent until it stands.</summary>
internal sealed class OutboundConnection(SipTransport transport, IPEndPoint local, IPEndPoint remote)
{
    private readonly Lock _lock = new();
    private readonly Queue<(ReadOnlyMemory<byte> Bytes, int Shard, long Transaction)> _waiting = new();
    private SipConnection? _connection;
    private int _backlog;
    private bool _begun;
    private bool _closed;

    /// <summary>TCP or TLS.</summary>
    public SipTransport Transport => transport;

    /// <summary>Our listening endpoint that stands for it.</summary>
    public IPEndPoint Local => local;

    /// <summary>The peer.</summary>
    public IPEndPoint Remote => remote;

    /// <summary>Sends now, or when the connection stands; <paramref name="first"/> tells the caller that it is the one to open it.</summary>
    public bool TrySend(ReadOnlyMemory<byte> bytes, int shard, long transaction, int maxBacklog, out bool first)
    {
        first = false;
        lock (_lock)
        {
            if (_closed || _backlog + bytes.Length > maxBacklog)
            {
                return false;
            }

            if (_connection is not null)
            {
                return _connection.TrySend(bytes, shard, transaction);
            }

            first = !_begun;
            _begun = true;
            _backlog += bytes.Length;
            _waiting.Enqueue((bytes, shard, transaction));
            return true;
        }
    }

    /// <summary>The connection stands: what waited goes out in order.</summary>
    public void Opened(SipConnection connection, ISipIntake intake)
    {
        lock (_lock)
        {
            _connection = connection;
            Drain((bytes, shard, transaction) =>
            {
                if (!connection.TrySend(bytes, shard, transaction) && transaction != 0)
                {
                    intake.SendFailed(shard, transaction);
                }
            });
        }
    }

    /// <summary>It could not be opened, or has ended: what still waits is told as failed.</summary>
    public void Closed(ISipIntake intake)
    {
        lock (_lock)
        {
            _closed = true;
            Drain((_, shard, transaction) =>
            {
                if (transaction != 0)
                {
                    intake.SendFailed(shard, transaction);
                }
            });
        }
    }

    private void Drain(Action<ReadOnlyMemory<byte>, int, long> each)
    {
        while (_waiting.TryDequeue(out var next))
        {
            each(next.Bytes, next.Shard, next.Transaction);
        }

        _backlog = 0;
    }
}
