using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>A request that waits for the host's answer; an INVITE no longer than 64·T1.</summary>
internal sealed class HostedRequest : ISipTimerOwner
{
    public HostedRequest(ServerTransaction transaction)
    {
        Transaction = transaction;
        Timer = new SipTimer(this, TimerReason.HostSilent);
    }

    public ServerTransaction Transaction { get; }

    public SipTimer Timer { get; }

    /// <inheritdoc/>
    public void Fire(SipTimer timer, long now) => Transaction.Respond(new OutgoingResponse(500), now);
}
