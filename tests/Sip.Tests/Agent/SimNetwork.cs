using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;

namespace RtcCluster.Sip.Tests.Agent;

/// <summary>Agents on a virtual network with a virtual clock, where datagrams are lost, doubled and overtaken as a seed says.</summary>
internal sealed class SimNetwork(int seed, double loss, double duplication, TimeSpan maxDelay, Action<string>? trace = null)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action<long>, (long Due, long Order)> _events = new();
    private readonly Dictionary<IPEndPoint, SimPeer> _peers = [];
    private long _order;

    /// <summary>Where a trace goes while a failing seed is looked at; null for none.</summary>
    public Action<string>? Trace => trace;

    public long Now { get; private set; }

    public Random Random => _random;

    public SimPeer Add(int number, Func<SipAgentOptions, SipAgentOptions>? change = null)
    {
        var address = new IPEndPoint(IPAddress.Parse($"127.0.1.{number}"), 5060);
        var options = new SipAgentOptions { Listeners = [new SipListener(SipTransport.Udp, address)], SessionInterval = TimeSpan.Zero };
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

    public void Carry(SimPeer from, SendMessage send)
    {
        if (!_peers.TryGetValue(send.Flow.Remote, out var to))
        {
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
