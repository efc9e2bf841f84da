using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Tests.Agent;

/// <summary>One agent of a <see cref="SimNetwork"/> and what its host does with effects.</summary>
internal sealed class SimPeer(SimNetwork network, IPEndPoint address, SipAgent agent)
{
    public IPEndPoint Address => address;

    public SipAgent Agent => agent;

    /// <summary>What the host does; it may give further commands by <see cref="SimNetwork.At"/>.</summary>
    public Action<SipEffect, long> Host { get; set; } = (_, _) => { };

    public int Sends { get; private set; }

    public void Receive(ReadOnlySpan<byte> bytes, in SipFlow flow)
    {
        var status = SipMessage.TryParse(bytes, SipLimits.Default, out var message);
        if (status != SipParseStatus.Ok)
        {
            throw new InvalidOperationException($"The agent sent what cannot be read: {status}\n{System.Text.Encoding.UTF8.GetString(bytes)}");
        }

        agent.Receive(message!, flow, network.Now);
        Drain();
    }

    public void Do(Action<SipAgent, long> command)
    {
        command(agent, network.Now);
        Drain();
    }

    private void Drain()
    {
        while (agent.TryTake(out var effect))
        {
            if (effect is SendMessage send)
            {
                Sends++;
                network.Carry(this, send);
            }
            else
            {
                network.Trace?.Invoke($"{TimeSpan.FromTicks(network.Now)} {address} told {effect.GetType().Name}");
                Host(effect, network.Now);
            }
        }
    }
}
