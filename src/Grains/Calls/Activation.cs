using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>A call is read from the store by another activation than the one that wrote it.</summary>
internal static class Activation
{
    /// <summary>Takes the call over: a higher epoch, and doubt about what was told to and heard from edges without being saved.</summary>
    public static void Begin(CallTurn turn)
    {
        var state = turn.State;
        if (!state.Exists)
        {
            return;
        }

        state.Epoch++;
        state.Archived = false;
        foreach (var link in state.Links)
        {
            link.InSync = false;
            link.SavedNext = link.NextNumber;
        }

        // Users keep their list of calls in memory, perhaps in the process that died with the activation before: they are told again.
        state.Users.Clear();
        state.Payers = null;

        // A write that was thought to have failed was made after all: nobody was told what it had released. Trunks hear it now, once more where they know it.
        state.Trunks = [.. state.Legs.Select(leg => leg.Target?.Trunk).OfType<TrunkId>().Distinct()];
        Queueing.Activated(turn);
        CallBacks.Activated(turn);
        turn.Save();
    }
}
