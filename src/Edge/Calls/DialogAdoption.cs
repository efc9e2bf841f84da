using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Dialogs;
using LegId = RtcCluster.Contracts.Ids.LegId;

namespace RtcCluster.Edge.Calls;

/// <summary>Takes over dialogs of an edge that is gone. Lives in the call's SIP shard.</summary>
internal sealed class DialogAdoption(EdgeCall call, SipShard shard, LegSignalling legs, EdgeParts parts)
{
    private static readonly EndCause NotTaken = new(EndKind.EdgeLost, 481, 27, "The dialog of the edge that is gone could not be taken over");

    /// <summary>Carries out a command that takes a dialog over; false when it is another one. The commands behind wait until the leg is there.</summary>
    public bool Carry(CallCommand command)
    {
        if (command is not AdoptDialog adopt)
        {
            return false;
        }

        var way = adopt.Way is { } target ? DialTargets.FlowOf(target, parts.Listeners) : null;
        if (legs.Knows(adopt.Leg) && !(adopt.Again && legs.MakesRoom(adopt.Leg, way?.Remote)))
        {
            return true;
        }

        // Of a call that is over already it is taken to be ended, in the words of the command that follows.
        var ends = call.IsOver;

        // A trunk may challenge the offer that follows.
        call.Wait(adopt.Trunk is { } trunk && !parts.Credentials.IsKnown(trunk)
            ? proceed => parts.Credentials.Load(trunk, () => shard.Post(() => Adopt(adopt, way, ends, proceed)))
            : proceed => Adopt(adopt, way, ends, proceed));
        return true;
    }

    private void Adopt(AdoptDialog command, SipFlow? way, bool ends, Action proceed)
    {
        if (!DialogSnapshot.TryRead(command.Snapshot, out var dialog))
        {
            Arrived(command.Leg, null, null, ends, proceed);
            return;
        }

        // Requests of the telephone come to the shard that the Call-ID falls to, whichever shard the call lives in here.
        var home = parts.Finder.HomeOf(dialog!.CallId);
        var source = way?.Remote ?? (IPEndPoint.TryParse(dialog.Remote, out var known) ? known : null);
        home.Shard.Post(() =>
        {
            SignalledLeg? leg = null;
            try
            {
                if (home.Shard.Agent.Adopt(command.Snapshot, way, home.Shard.Now, out var agent, command.Moves))
                {
                    leg = new SignalledLeg(call, command.Leg, home, agent, command.Incoming) { IsEstablished = true };
                    home.Add(leg);
                    parts.Calls.LegAdded();
                }
            }
            finally
            {
                shard.Post(() => Arrived(command.Leg, leg, source, ends, proceed));
            }
        });
    }

    // Whatever comes of it, the commands behind go on.
    private void Arrived(LegId id, SignalledLeg? leg, IPEndPoint? source, bool ends, Action proceed)
    {
        try
        {
            parts.Metrics.LegAdopted(leg is not null);
            if (leg is null)
            {
                call.Report(new LegClosed(id, parts.Clock.Utc, NotTaken));
                return;
            }

            legs.Put(leg, source);
            if (call.IsOver && !ends)
            {
                legs.HangUpAll(NotTaken);
            }
        }
        finally
        {
            proceed();
        }
    }
}
