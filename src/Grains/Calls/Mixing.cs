using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>Who hears whom where more than two are in a call: a three-way call, a supervisor. The anchor is told only what changes.</summary>
internal static class Mixing
{
    /// <summary>True while what the legs hear is decided here, and not by <see cref="Hearing"/>.</summary>
    public static bool Decides(CallState state) =>
        state is { GoingOn: true, Phase: CallPhase.Connected, Transfer: null } && (Supervising.LegOf(state) is not null || IsThreeWay(state));

    /// <summary>Tells the anchor what each leg hears now; runs at the end of each turn.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        if (Decides(state))
        {
            Mix(turn);
        }
        else if (state is { GoingOn: true, Phase: CallPhase.Connected, Transfer: null })
        {
            foreach (var leg in state.Legs.Where(leg => leg is { Live: true, HearsMix: not null }))
            {
                Hearing.Settle(turn, leg);
            }
        }
    }

    private static void Mix(CallTurn turn)
    {
        var state = turn.State;
        var supervisor = Supervising.LegOf(state);
        // Of three, one who is being told that the call is recorded hears nothing else meanwhile; the others talk on.
        var parties = state.Legs.Where(leg => leg is { Talking: true, TakenUntil: null } && leg != supervisor && (state.Third is null || !Notices.IsTold(state, leg))).ToList();
        var speaking = parties.FindAll(leg => !leg.Holds);
        // Of two, one who holds leaves the other with music; of three, the two others talk on.
        var talks = speaking.Count > (IsThreeWay(state) ? 1 : parties.Count - 1);
        foreach (var party in parties)
        {
            if (talks && !party.Holds)
            {
                Hear(turn, party, speaking.Where(other => other != party).Concat(Heard(state, party, supervisor)));
            }
            else
            {
                Hearing.Play(turn, party, party.Holds ? MediaSource.Silence : MediaSource.HoldMusic);
            }
        }

        if (supervisor is not null && talks)
        {
            Hear(turn, supervisor, speaking);
        }
        else if (supervisor is not null)
        {
            Hearing.Play(turn, supervisor, MediaSource.Silence);
        }
    }

    private static IEnumerable<CallLeg> Heard(CallState state, CallLeg party, CallLeg? supervisor) => state.Supervision?.Mode switch
    {
        SupervisorMode.Barge when supervisor is not null => [supervisor],
        SupervisorMode.Whisper when supervisor is not null && party.Id == state.Supervision.Agent => [supervisor],
        _ => [],
    };

    private static void Hear(CallTurn turn, CallLeg leg, IEnumerable<CallLeg> others)
    {
        List<LegId> hears = [.. others.Select(other => other.Id)];
        if (leg.HearsMix is { } known && known.SequenceEqual(hears))
        {
            return;
        }

        leg.HearsMix = hears;
        leg.HearsLeg = null;
        leg.HearsSource = null;
        turn.ToAnchor(new MixMedia(leg.Id, [.. hears]));
        turn.Save();
    }

    private static bool IsThreeWay(CallState state) => state.Leg(state.Third) is { Talking: true, TakenUntil: null };
}
