using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>
/// Attended transfer to where no person is: whoever consults a room, a queue or another machine and completes the transfer there (a REFER with Replaces of that leg, or the API) has the other
/// party transferred to its number. The transferor's own visit ends when the transfer is done.
/// </summary>
internal static class Consulting
{
    /// <summary>The number of the machine that a leg talks with; null when it talks with a person, or with nothing that another one could go to.</summary>
    public static string? NumberOf(CallState state, CallLeg by)
    {
        if (!by.Live || state.Transfer is not null || Talking.PeerOf(state, by) is not null)
        {
            return null;
        }

        return state switch
        {
            { Program: ParkHeldRun or RefusalRun } => null,
            { Program: RoomVisit visit } when visit.Leg == by.Id => state.Dialled,
            { Program: { } program } when program.Leg == by.Id => state.Dialled,
            { Program: null, Queue: { Waits: true } waits } when waits.Caller == by.Id => state.Dialled,
            { Program: null, Queue: null, Park: null, Playing: not null, Phase: CallPhase.Connected } => state.Dialled,
            _ => null,
        };
    }

    /// <summary>The other party of the one who consulted goes there.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="by">The transferor's leg in this call.</param>
    /// <param name="number">Where to.</param>
    /// <param name="consultation">The transferor's visit there, which ends when this is done.</param>
    /// <param name="referId">The REFER that asked for it.</param>
    public static void Transfer(CallTurn turn, CallLeg by, string number, CallId consultation, int? referId)
    {
        turn.Receipt = null;
        Transferring.Begin(turn, by, Talking.PeerOf(turn.State, by)!, number, referId);
        turn.State.Transfer!.Consultation = consultation;
        turn.Save();
    }

    /// <summary>As the younger call: the older one, in which a REFER wanted to be joined, is such a visit.</summary>
    public static void Instead(CallTurn turn, LegId leg, int referId, string number, CallId consultation)
    {
        if (turn.State.Leg(leg) is not { Talking: true } by)
        {
            return;
        }

        turn.Save();
        if (turn.State.Transfer is null && turn.State.Third is null && Talking.PeerOf(turn.State, by) is { Talking: true })
        {
            Transfer(turn, by, number, consultation, referId);
        }
        else
        {
            turn.ToLeg(by, new AnswerRefer(by.Id, referId, 403));
        }
    }

    /// <summary>The transfer is done: the transferor has left here, and leaves there.</summary>
    public static void Done(CallTurn turn, BlindTransfer transfer, CallLeg by)
    {
        if (transfer.Consultation is { } consultation && by.Party.User is { } user)
        {
            turn.Tell(new CallTell.Leave(consultation, new HangUpIntent(user, false)));
        }
    }
}
