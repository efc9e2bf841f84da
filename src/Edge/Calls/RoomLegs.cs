using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Edge.Calls;

/// <summary>Legs of a call whose media is in the mix of a conference room, and not with the call's own. Lives in the call's SIP shard.</summary>
/// <param name="call">The call.</param>
/// <param name="media">Finds the mix of a room.</param>
/// <param name="report">Takes what happens to the legs; any thread.</param>
internal sealed class RoomLegs(CallId call, MediaShards media, Action<LegEvent> report)
{
    // Few calls have a leg in a room, and each is remembered for a while.
    private Dictionary<LegId, (ConferenceLink Room, bool IsAnnounced)>? _legs;

    /// <summary>Carries out a command of media, when it is for a leg in a room.</summary>
    /// <param name="command">The command.</param>
    /// <param name="signallingSource">Tells where a leg's signalling comes from.</param>
    /// <returns>False when it is not.</returns>
    public bool Carry(CallCommand command, Func<LegId, MediaEndpoint> signallingSource)
    {
        if (command is OpenMedia { Room: { } named } open)
        {
            var source = signallingSource(open.Leg);
            var link = media.Conference(named.Key);
            (_legs ??= []).TryAdd(open.Leg, (link, false));
            link.Do(room => room.Open(call, open, source, report));
            return true;
        }

        if (_legs is null || !_legs.TryGetValue(command.Leg, out var leg))
        {
            return false;
        }

        switch (command)
        {
            case AcceptMedia accept:
                leg.Room.Do(room => room.Accept(call, accept));
                return true;
            case ReofferMedia reoffer:
                leg.Room.Do(room => room.Reoffer(call, reoffer));
                return true;
            case PlayMedia play:
                leg.Room.Do(room => room.Play(call, play));
                return true;
            case PlayPrompt prompt:
                leg.Room.Do(room => room.Play(call, prompt));
                return true;
            case SendDigits digits:
                leg.Room.Do(room => room.SendDigits(call, digits));
                return true;
            case JoinRoom join:
                Join(join, leg.Room, leg.IsAnnounced);
                return true;
            case CloseMedia close:
                Close(close.Leg);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Asks for what a leg's party is told now; false for a leg that is in no room.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="then">Takes it on the media shard's thread, whatever comes of it; null when there is nothing.</param>
    public bool Describe(LegId leg, Action<string?> then)
    {
        if (_legs is null || !_legs.TryGetValue(leg, out var found))
        {
            return false;
        }

        found.Room.Do(room =>
        {
            string? sdp = null;
            try
            {
                sdp = room.Describe(call, leg);
            }
            finally
            {
                then(sdp);
            }
        });
        return true;
    }

    /// <summary>The offer of ours that a leg's party refused is forgotten; false for a leg that is in no room.</summary>
    public bool Abandon(LegId leg)
    {
        if (_legs is null || !_legs.TryGetValue(leg, out var found))
        {
            return false;
        }

        found.Room.Do(room => room.Abandon(call, leg));
        return true;
    }

    /// <summary>The call is over here: its legs leave their rooms.</summary>
    public void CloseAll()
    {
        foreach (var leg in _legs?.Keys.ToArray() ?? [])
        {
            Close(leg);
        }
    }

    private void Join(JoinRoom join, ConferenceLink link, bool wasAnnounced)
    {
        // Whom the others were told of, they are told of again when it leaves.
        (_legs ??= [])[join.Leg] = (link, wasAnnounced || join.Announced);
        var member = new ConferenceMember(call, join.Leg);
        link.Do(room =>
        {
            room.Join(member, join.Announced);
            room.SetMuted(member, join.Muted);
        });
    }

    private void Close(LegId leg)
    {
        if (_legs is not null && _legs.Remove(leg, out var found))
        {
            var member = new ConferenceMember(call, leg);
            found.Room.Leave(room => room.Close(member, found.IsAnnounced));
        }
    }
}
