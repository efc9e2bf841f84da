using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Transactions;

/// <summary>All transactions of an agent: finds the one that a message belongs to, and absorbs what is only a repetition. RFC 3261 §17.</summary>
internal sealed class TransactionLayer(AgentContext context)
{
    private readonly Dictionary<string, ClientTransaction> _clients = [];
    private readonly Dictionary<long, ClientTransaction> _clientsById = [];
    private readonly Dictionary<string, ServerTransaction> _servers = [];
    private readonly Dictionary<string, ServerTransaction> _merged = [];
    private readonly Dictionary<long, HashSet<ClientTransaction>> _clientsByConnection = [];
    private readonly Dictionary<long, HashSet<ServerTransaction>> _serversByConnection = [];
    private readonly Dictionary<long, (OutgoingRequest Request, string Branch)> _unresolvedAcks = [];

    /// <summary>Whether a further request is one too many.</summary>
    public bool IsFull => _clients.Count + _servers.Count >= context.Options.MaxTransactions;

    /// <summary>Starts a client transaction; its request goes out at once, or when its name is resolved.</summary>
    public ClientTransaction Start(OutgoingRequest request, Destination destination, IClientUser user, long now, string? branch = null, int attempt = 0)
    {
        var transaction = Prepare(request, user, attempt, branch);
        Launch(transaction, destination, now);
        return transaction;
    }

    /// <summary>Makes a client transaction that is not on its way yet: its user may want to hold it before its first event.</summary>
    public ClientTransaction Prepare(OutgoingRequest request, IClientUser user, int attempt, string? branch = null)
    {
        var transaction = new ClientTransaction(context, this, request, user, branch ?? context.NewBranch(request.Uri)) { Attempt = attempt };
        _clients[transaction.Key] = transaction;
        _clientsById[transaction.Id] = transaction;
        Count();
        return transaction;
    }

    /// <summary>Puts a prepared transaction on its way.</summary>
    public void Launch(ClientTransaction transaction, Destination destination, long now)
    {
        if (destination.Flow is { } flow)
        {
            transaction.Send(flow, now);
        }
        else if (destination.IsNowhere)
        {
            transaction.Fail(now);
        }
        else
        {
            transaction.AwaitName(now);
            context.Emit(new ResolveName(transaction.Id, destination.Host, destination.Port, destination.Transport, destination.Secure));
        }
    }

    /// <summary>Sends a request that has no transaction: the ACK of a 2xx. Gives the message to repeat, null while its name is resolved or when it leads nowhere.</summary>
    public SendMessage? SendAck(OutgoingRequest ack, Destination destination)
    {
        var branch = context.NewBranch(ack.Uri);
        if (destination.IsNowhere)
        {
            return null;
        }

        if (destination.Flow is not { } flow)
        {
            var query = context.NextId();
            _unresolvedAcks[query] = (ack, branch);
            context.Emit(new ResolveName(query, destination.Host, destination.Port, destination.Transport, destination.Secure));
            return null;
        }

        var send = new SendMessage(flow, MessageText.Request(context, ack, flow, branch), 0);
        context.Emit(send);
        return send;
    }

    /// <summary>Gives a response to its transaction; one without is dropped and counted.</summary>
    public void Deliver(SipMessage response, long now)
    {
        if (_clients.TryGetValue(TransactionKey.Client(response.TopVia.Branch, SipMethods.NameOf(response.CSeqMethod)), out var transaction))
        {
            transaction.Receive(response, now);
            return;
        }

        context.Counters.Strays++;
    }

    /// <summary>Takes a request that repeats one, and an ACK that belongs to a final response other than 2xx.</summary>
    public bool TryAbsorb(SipMessage request, long now)
    {
        var isAck = request.Method == SipMethod.Ack;
        if (!_servers.TryGetValue(TransactionKey.Server(request, isAck ? "INVITE"u8 : request.MethodToken), out var transaction))
        {
            return false;
        }

        if (isAck)
        {
            transaction.ReceiveAck(now);

            // A 2xx's ACK has a branch of its own by RFC 3261, but RFC 2543 peers and some others reuse the INVITE's: the dialog must see it.
            return !transaction.IsAccepted;
        }

        transaction.ReceiveAgain(now);
        return true;
    }

    /// <summary>Opens a server transaction for a new request.</summary>
    public ServerTransaction Open(SipMessage request, in SipFlow flow, long now)
    {
        var transaction = new ServerTransaction(context, this, request, flow, now);
        _servers[transaction.Key] = transaction;
        if (transaction.MergedKey.Length > 0)
        {
            _merged.TryAdd(transaction.MergedKey, transaction);
        }

        if (flow.Connection != 0)
        {
            Of(_serversByConnection, flow.Connection).Add(transaction);
        }

        Count();
        return transaction;
    }

    /// <summary>Whether the same request is being answered that came by another way. RFC 3261 §8.2.2.2.</summary>
    public bool IsMerged(ServerTransaction transaction) =>
        transaction.MergedKey.Length > 0 && _merged.TryGetValue(transaction.MergedKey, out var first) && first != transaction;

    /// <summary>The INVITE that a CANCEL means.</summary>
    public ServerTransaction? FindCancelled(SipMessage cancel) => _servers.GetValueOrDefault(TransactionKey.Server(cancel, "INVITE"u8));

    /// <summary>The host found the addresses of a name, or none.</summary>
    public void Resolved(long query, SipTransport transport, IPEndPoint? address, long now)
    {
        var listener = context.ListenerFor(transport, address?.Address);
        if (_clientsById.TryGetValue(query, out var transaction))
        {
            if (address is null || listener is null)
            {
                transaction.Fail(now);
                return;
            }

            transaction.Send(new SipFlow(transport, listener, address), now);
        }
        else if (_unresolvedAcks.Remove(query, out var ack) && address is not null && listener is not null)
        {
            var flow = new SipFlow(transport, listener, address);
            context.Emit(new SendMessage(flow, MessageText.Request(context, ack.Request, flow, ack.Branch), 0));
        }
    }

    /// <summary>A send failed.</summary>
    public void SendFailed(long id, long now)
    {
        context.Counters.SendFailures++;
        if (_clientsById.TryGetValue(id, out var transaction))
        {
            transaction.Fail(now);
        }
    }

    /// <summary>A connection closed: our requests on it fail, the answers to the peer's look for another way.</summary>
    public void FlowClosed(long connection, long now)
    {
        if (_serversByConnection.Remove(connection, out var servers))
        {
            foreach (var server in servers)
            {
                server.LoseConnection();
            }
        }

        if (_clientsByConnection.Remove(connection, out var clients))
        {
            foreach (var client in clients.ToArray())
            {
                client.Fail(now);
            }
        }
    }

    /// <summary>Remembers which connection a transaction depends on.</summary>
    public void Bind(ClientTransaction transaction, long connection)
    {
        if (connection != 0)
        {
            Of(_clientsByConnection, connection).Add(transaction);
        }
    }

    /// <summary>Forgets a transaction that is over.</summary>
    public void Remove(ClientTransaction transaction)
    {
        _clients.Remove(transaction.Key);
        _clientsById.Remove(transaction.Id);
        Drop(_clientsByConnection, transaction.Flow?.Connection ?? 0, transaction);
        Count();
    }

    /// <summary>Forgets a transaction that is over; its request goes back to the pool when the host can no longer look at it.</summary>
    public void Remove(ServerTransaction transaction)
    {
        if (!_servers.Remove(transaction.Key))
        {
            return;
        }

        if (_merged.TryGetValue(transaction.MergedKey, out var first) && first == transaction)
        {
            _merged.Remove(transaction.MergedKey);
        }

        Drop(_serversByConnection, transaction.Flow.Connection, transaction);
        transaction.Forget();
        Count();
    }

    private static HashSet<T> Of<T>(Dictionary<long, HashSet<T>> sets, long connection)
    {
        if (!sets.TryGetValue(connection, out var set))
        {
            set = [];
            sets.Add(connection, set);
        }

        return set;
    }

    private static void Drop<T>(Dictionary<long, HashSet<T>> sets, long connection, T item)
    {
        if (connection != 0 && sets.TryGetValue(connection, out var set) && set.Remove(item) && set.Count == 0)
        {
            sets.Remove(connection);
        }
    }

    private void Count() => context.Counters.Transactions = _clients.Count + _servers.Count;
}
