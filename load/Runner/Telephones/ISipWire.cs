using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>How a telephone's messages come and go.</summary>
internal interface ISipWire : IAsyncDisposable
{
    /// <summary>Where it takes SIP, and how; what its Contact says.</summary>
    SipListener Listener { get; }

    /// <summary>Begins to read.</summary>
    /// <param name="receive">Takes a message.</param>
    /// <param name="closed">Is told the number of a connection that is closed.</param>
    void Begin(Action<SipMessage, SipFlow> receive, Action<long> closed);

    /// <summary>Sends; whether anybody takes it is not known.</summary>
    void Send(SendMessage message);
}
