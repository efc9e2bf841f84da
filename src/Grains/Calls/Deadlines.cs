using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Calls;

/// <summary>What happens when time passes.</summary>
internal static class Deadlines
{
    /// <summary>Does everything that is due.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="devices">Where devices are of users who are looked for.</param>
    public static void Check(CallTurn turn, IReadOnlyDictionary<UserId, ImmutableArray<DialTarget>>? devices)
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
        Notices.Check(turn);
        Parking.Check(turn);
        Joining.Check(turn);
        Reanchoring.Check(turn);
        Seeking.Check(turn, devices);
        Yielding.Check(turn);
        if (state.RecordingUntil <= turn.Now)
        {
            state.RecordingUntil = null;
            Taping.GiveUp(turn, "The end of the recording could not be stored in time; what was stored is kept.");
            Ending.ConcludeWhenClosed(turn);
        }
    }
}
