using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Calls;

/// <summary>What happens when time passes.</summary>
internal static class Deadlines
{
    /// <summary>Does everything that is due.</summary>
    public static void Check(CallTurn turn)
    {
        var state = turn.State;
        Ringing.Check(turn);
        if (state.SetupUntil <= turn.Now)
        {
            Ending.Refuse(turn, Failures.SetupTimeout);
        }

        if (state.TalkUntil <= turn.Now)
        {
            var cause = new EndCause(EndKind.Administrative, null, 31, "The longest time that a call may last is over");
            Ending.Finish(turn, CallResult.Answered, cause, null, others: cause);
        }

        Programs.Check(turn);
        Parking.Check(turn);
        Joining.Check(turn);
        Reanchoring.Check(turn);
        Yielding.Check(turn);
        if (state.RecordingUntil <= turn.Now)
        {
            state.RecordingUntil = null;
            Taping.GiveUp(turn, "The end of the recording could not be stored in time; what was stored is kept.");
            Ending.ConcludeWhenClosed(turn);
        }
    }
}
