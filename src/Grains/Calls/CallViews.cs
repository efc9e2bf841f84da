using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Calls;

/// <summary>Shows a call to people.</summary>
internal static class CallViews
{
    /// <summary>The call as people see it; null when it is not going on.</summary>
    public static CallView? Of(CallState state)
    {
        if (!state.GoingOn)
        {
            return null;
        }

        var recording = state.OpenRecording();
        return new CallView(
            state.Id,
            state.Phase,
            state.Direction,
            state.Caller,
            state.Dialled,
            state.StartedAt,
            state.AnsweredAt,
            [.. state.Legs.Where(leg => leg.Live).Select(leg => new LegView(leg.Id, leg.Party, leg.Phase, leg.Holds, leg.Edge.Value, Supervising.Has(state, leg)))],
            recording?.Id,
            recording?.Problem,
            state.Supervision?.Mode);
    }
}
