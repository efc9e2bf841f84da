using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Calls;

/// <summary>A browser takes up its leg with a new connection: after a refresh, a change of network, or at another edge.</summary>
internal static class Attaching
{
    /// <summary>Moves the leg to the edge that the device is connected to now, and has its new offer answered.</summary>
    public static IntentReceipt Attach(CallTurn turn, AttachIntent intent)
    {
        if (turn.State.Legs.Find(leg => leg.Live && leg.Device == intent.Device && leg.Party.User == intent.By) is not { } leg)
        {
            return new IntentReceipt(IntentStatus.NotFound, "No such call is going on.");
        }

        if (!leg.MediaOpen && leg.TakenUntil is null && leg.MovedUntil is null)
        {
            return new IntentReceipt(IntentStatus.Conflict, "The call has no media to be taken up.");
        }

        if (leg.Edge != intent.Edge)
        {
            turn.ToLeg(leg, new ReleaseLeg(leg.Id));
            leg.Edge = intent.Edge;
            leg.LocalSdp = null;
            leg.Shown = null;
            turn.Link(intent.Edge);
            turn.ToLeg(leg, new AdoptLeg(leg.Id, intent.Device, intent.By));
        }

        if (leg.MediaOpen)
        {
            Descriptions.Reoffered(turn, leg, new LegReoffered(leg.Id, turn.Now, intent.Offer));
        }
        else
        {
            Joining.Attach(turn, leg, intent.Offer);
        }

        return new IntentReceipt(IntentStatus.Accepted);
    }
}
