using System.Text;
using RtcCluster.Contracts.Edges;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>Takes messages of dialogs that this edge does not have: behind a balancer they may come anywhere. Lives in its SIP shard.</summary>
/// <remarks>
/// The edge that has the dialog gets the message as it came and answers it as its own; what it says goes out here, byte for byte. No transaction is kept here: what comes again
/// is passed on again, and absorbed there.
/// </remarks>
internal sealed class ForeignDesk(SipShard shard, SipGate gate, EdgeParts parts)
{
    /// <summary>A message came.</summary>
    public void Receive(ForeignRequest foreign)
    {
        var message = foreign.Message;

        // A telephone makes a subscription anew when it is told that there is none; and what another edge has passed on, in the belief that the dialog is here, goes no further.
        if (message.Method == SipMethod.Subscribe || foreign.Flow.IsPassedOn || !CallNames.TryReadToken(foreign.Token, out _, out _))
        {
            Refuse(foreign.Request, Nobody);
            return;
        }

        var flow = foreign.Flow;
        var dialog = new DialogName(Text(message.CallId), Text(message.ToTag), Text(message.FromTag));
        var path = new SipPath(parts.Identity.Edge, DialTargets.NameOf(flow.Transport), flow.Local.ToString(), flow.Remote.ToString(), flow.Connection);
        _ = PassAsync(foreign.Request, dialog, path, message.Raw.ToArray());
    }

    private static SipVerdict Nobody => SipVerdict.Answer(481);

    private static string Text(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value);

    private async Task PassAsync(RequestId request, DialogName dialog, SipPath path, byte[] message)
    {
        await PoolThread.Enter();
        var passed = parts.Lease.IsHeld ? await parts.Foreign.PassAsync(dialog, path, message).ConfigureAwait(false) : null;
        shard.Post(() =>
        {
            switch (passed)
            {
                case true when request != default:
                    shard.Agent.Forget(request, shard.Now);
                    break;
                case false:
                    Refuse(request, Nobody);
                    break;
                case null:
                    // The dialog may well live, at an edge that does not answer or is being replaced: 481 would end it.
                    Refuse(request, gate.Unavailable());
                    break;
            }
        });
    }

    private void Refuse(RequestId request, SipVerdict verdict)
    {
        parts.Metrics.SipRefused("foreign");
        if (request != default)
        {
            shard.Agent.Respond(request, verdict.Code, null, shard.Now, verdict.Headers);
        }
    }
}
