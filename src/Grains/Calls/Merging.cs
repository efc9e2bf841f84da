using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>A three-way call: the party of a consultation comes over, and the one who talked in both stays. Of three who leave one by one, the last two talk as any two.</summary>
/// <remarks>How a party comes over is in <see cref="Joining"/>, who hears whom in <see cref="Mixing"/>.</remarks>
internal static class Merging
{
    /// <summary>True for one of the three.</summary>
    public static bool Has(CallState state, CallLeg leg) => state.Third is not null && leg.Talking && state.Supervision?.Leg != leg.Id;

    /// <summary>The third of the three, seen from one of them: neither itself nor its peer.</summary>
    public static CallLeg? ThirdOf(CallState state, CallLeg leg) =>
        Has(state, leg) ? state.Legs.Find(other => other.Id != leg.Id && other.Id != leg.Peer && Has(state, other)) : null;

    /// <summary>The younger call has given up its party: it comes over while the two here talk on.</summary>
    public static void Take(CallTurn turn, CallLeg by, YieldedLeg yielded, NoticeFound? notice)
    {
        var leg = Joining.Make(turn, yielded, by.Id);
        turn.Save();
        turn.Log(new LegJoined(turn.Now, leg.Id, leg.Party, yielded.From.Call));
        turn.State.Legs.Add(leg);
        turn.State.Third = leg.Id;
        Notices.Join(turn, Talking.PeerOf(turn.State, by) is { } other ? [leg, by, other] : [leg, by], yielded, notice);
        Hearing.IntentHold(turn, by, hold: false);
        Joining.Fetch(turn, leg, yielded.From);
    }

    /// <summary>One of the three has left.</summary>
    public static void Left(CallTurn turn, CallLeg left)
    {
        var state = turn.State;
        var third = state.Leg(state.Third)!;
        state.Third = null;
        turn.Save();
        Notices.Forget(turn, left);
        Notices.HelpLeft(turn);
        if (state.Legs.Find(leg => leg.Talking && leg.Id != third.Id && state.Supervision?.Leg != leg.Id) is not { } remaining)
        {
            return;
        }

        if (left == third)
        {
            if (Talking.PeerOf(state, remaining) is { } other)
            {
                Notices.OfTwo(turn, remaining, other);
                Taping.Between(turn, remaining, other);
            }

            return;
        }

        (left.Peer, remaining.Peer, third.Peer) = (null, third.Id, remaining.Id);
        if (third.TakenUntil is not null)
        {
            state.Phase = CallPhase.Transferring;
            Taping.PartyChanged(turn, remaining, null);
            Hearing.Play(turn, remaining, MediaSource.HoldMusic);
            return;
        }

        Notices.OfTwo(turn, remaining, third);
        Talking.Pair(turn, remaining, third, turn.Now);
        Taping.PartyChanged(turn, remaining, third.Id);
        Taping.Between(turn, remaining, third);
    }
}
