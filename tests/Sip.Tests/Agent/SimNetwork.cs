using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;

namespace RtcCluster.Sip.Tests.Agent;

/// <summary>
/// Agents on a virtual network with a virtual clock. Datagrams are lost, doubled and overtaken as a seed says; on connections nothing is, but they close.
/// </summary>
internal sealed class SimNetwork(int seed, double loss, double duplication, TimeSpan maxDelay, Action<string>? trace = null)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action<long>, (long Due, long Order)> _events = new();
    private readonly Dictionary<IPEndPoint, SimPeer> _peers = [];
    private readonly Dictionary<(IPEndPoint, IPEndPoint), (long Id, long LastDue)> _connections = [];
    private long _order;
    private long _lastConnection;

    /// <summary>Where a trace goes while a failing seed is looked at; null for none.</summary>
    public Action<string>? Trace => trace;

    public long Now { get; private set; }

    public Random Random => _random;

    public SimPeer Add(int number, Func<SipAgentOptions, SipAgentOptions>? change = null)
    {
        var address = new IPEndPoint(IPAddress.Parse($"127.0.1.{number}"), 5060);
        var options = new SipAgentOptions { Listeners = [new SipListener(SipTransport.Udp, address), new SipListener(SipTransport.Tcp, address)], SessionInterval = TimeSpan.Zero };
        var peer = new SimPeer(this, address, new SipAgent(change?.Invoke(options) ?? options, new SeededEntropy((seed * 31) + number), Now));
        _peers.Add(address, peer);
        return peer;
    }

    /// <summary>Does something at a time.</summary>
    public void At(long due, Action<long> action) => _events.Enqueue(action, (due, ++_order));

    /// <summary>Runs until nothing is due, no longer than until <paramref name="end"/>.</summary>
    public void Run(long end)
    {
        while (true)
        {
            var next = _events.TryPeek(out _, out var priority) ? priority.Due : long.MaxValue;
            SimPeer? ticking = null;
            foreach (var peer in _peers.Values)
            {
                if (peer.Agent.Deadline < next)
                {
                    next = peer.Agent.Deadline;
                    ticking = peer;
                }
            }

            if (next == long.MaxValue || next > end)
            {
                return;
            }

            Now = Math.Max(Now, next);
            if (ticking is not null)
            {
                ticking.Do((agent, now) => agent.Tick(now));
            }
            else
            {
                _events.Dequeue()(Now);
            }
        }
    }

    /// <summary>Closes every connection; what is on its way is lost.</summary>
    public void Disconnect()
    {
        foreach (var ((one, other), (id, _)) in _connections.ToArray())
        {
            _connections.Remove((one, other));
            At(Now, now => _peers[one].Do((agent, _) => agent.FlowClosed(id, now)));
            At(Now, now => _peers[other].Do((agent, _) => agent.FlowClosed(id, now)));
        }
    }

    private void CarryInOrder(SimPeer from, SimPeer to, SendMessage send)
    {
        var pair = from.Address.Address.GetAddressBytes()[3] < to.Address.Address.GetAddressBytes()[3] ? (from.Address, to.Address) : (to.Address, from.Address);
        if (!_connections.TryGetValue(pair, out var connection) && send.Flow.Connection == 0)
        {
            connection = (++_lastConnection, Now);
            _connections[pair] = connection;
        }

        if (send.Flow.Connection != 0 && send.Flow.Connection != connection.Id)
        {
            At(Now, _ => from.Do((agent, now) => agent.SendFailed(send.Transaction, now)));
            return;
        }

        trace?.Invoke($"{TimeSpan.FromTicks(Now)} {from.Address} #{connection.Id} {System.Text.Encoding.UTF8.GetString(send.Bytes.Span).Split("\r\n")[0]}");
        var due = Math.Max(connection.LastDue, Now + (maxDelay * _random.NextDouble()).Ticks) + 1;
        _connections[pair] = (connection.Id, due);
        var flow = new SipFlow(SipTransport.Tcp, to.Address, from.Address, connection.Id);
        At(due, _ =>
        {
            if (_connections.TryGetValue(pair, out var still) && still.Id == flow.Connection)
            {
                to.Receive(send.Bytes.Span, flow);
            }
        });
    }

    public void Carry(SimPeer from, SendMessage send)
    {
        if (!_peers.TryGetValue(send.Flow.Remote, out var to))
        {
            return;
        }

        if (send.Flow.Transport == SipTransport.Tcp)
        {
            CarryInOrder(from, to, send);
            return;
        }

        trace?.Invoke($"{TimeSpan.FromTicks(Now)} {from.Address} {System.Text.Encoding.UTF8.GetString(send.Bytes.Span).Split("\r\n")[0]}");
        var copies = _random.NextDouble() < loss ? 0 : _random.NextDouble() < duplication ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var delay = TimeSpan.FromMilliseconds(1) + (maxDelay * _random.NextDouble());
            var flow = new SipFlow(SipTransport.Udp, to.Address, from.Address);
            At(Now + delay.Ticks, _ => to.Receive(send.Bytes.Span, flow));
        }
    }
}
