using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>Shows browsers their call: what each of them sees is compared with what it was told last.</summary>
internal static class Cards
{
    /// <summary>Tells every browser whose view of the call has changed in this turn.</summary>
    /// <remarks>Of a leg that has ended its edge tells by itself: it knows the last card and why the leg ended.</remarks>
    public static void Settle(CallTurn turn)
    {
        foreach (var leg in turn.State.Legs)
        {
            if (leg is { IsBrowser: true, Live: true })
            {
                Show(turn, leg);
            }
        }
    }

    /// <summary>Tells the browser of a leg how the call looks, when that has changed.</summary>
    public static void Show(CallTurn turn, CallLeg leg)
    {
        if (Of(turn.State, leg) is var card && card != leg.Shown)
        {
            leg.Shown = card;
            turn.ToLeg(leg, new ShowCall(leg.Id, card));
        }
    }

    /// <summary>The call as the person at a leg sees it.</summary>
    public static CallCard Of(CallState state, CallLeg leg)
    {
        var peer = state.Leg(leg.Peer);
        var recording = state.OpenRecording();
        return new CallCard(
            state.Id.Name,
            StateOf(state, leg),
            leg.Incoming ? HubCallDirection.Outgoing : HubCallDirection.Incoming,
            PeerOf(state, leg, peer),
            state.Dialled,
            state.StartedAt,
            leg.Talking ? state.AnsweredAt : null,
            leg.Holds,
            peer is { Live: true, Holds: true },
            recording is not null,
            recording?.Problem,
            Muted: false,
            state.ConsultFor?.Name,
            Third: Merging.ThirdOf(state, leg) is { } third ? Card(third.Party) : null,
            Supervised: state.Supervision is { IsShown: true } shown && shown.Agent == leg.Id ? shown.Mode : null,
            Supervises: Supervising.Has(state, leg) ? state.Supervision!.Mode : null,
            Queue: Waited(state, leg) is null ? null : state.Back?.Name ?? state.Queue!.Name,
            WaitedSeconds: Waited(state, leg),
            Room: state.Program is RoomVisit { Stage: RoomStage.In } room && room.Leg == leg.Id && !Moving.Has(state, leg) ? room.Room.Name : null);
    }

    // Only the agent's own leg: to everybody else the call is one like others.
    private static int? Waited(CallState state, CallLeg leg) =>
        state.Back is { } back ? leg.Id.Number <= back.Devices ? back.Waited : null
        : state.Queue is not { } visit ? null
        : visit.Agent == leg.Id ? visit.Waited
        : visit.Offers.Find(offer => offer.Legs.Contains(leg.Id))?.Waited;

    private static HubCallState StateOf(CallState state, CallLeg leg) => leg.Phase switch
    {
        LegPhase.Ended => HubCallState.Ended,
        LegPhase.Answered => HubCallState.Connected,
        _ when !leg.Incoming => HubCallState.Ringing,
        _ when state.Attempt is { EarlyFrom: not null } => HubCallState.EarlyMedia,
        _ when state.Attempt is { Rung: true } => HubCallState.Ringing,
        _ => HubCallState.Dialling,
    };

    private static PeerCard PeerOf(CallState state, CallLeg leg, CallLeg? peer)
    {
        if (peer is not null)
        {
            return Card(peer.Party);
        }

        if (Supervising.Has(state, leg))
        {
            return Card(state.Leg(state.Supervision!.Agent)!.Party);
        }

        if (state.Program is RoomVisit visit && visit.Leg == leg.Id)
        {
            return new PeerCard(visit.Room.Name);
        }

        if ((state.AttemptOf(leg) ?? state.Attempt) is { } attempt && attempt.Purpose != RoutePurpose.Transfer)
        {
            return Card(attempt.Legs.Contains(leg.Id) ? attempt.From : attempt.Party);
        }

        return new PeerCard(state.Dialled);
    }

    private static PeerCard Card(Party party) => new(party.Number, party.Name, party.User?.Name);
}
