using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Calls;

/// <summary>Keeps users and trunks informed of whether they take part; runs at the end of each turn.</summary>
internal static class Involvement
{
    /// <summary>Tells those for whom it changed.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        var live = state.Legs.Where(leg => leg.Live).ToArray();
        var users = new Dictionary<UserId, UserCallState>();
        foreach (var leg in live)
        {
            if (leg.Party.User is { } user)
            {
                users[user] = More(users.GetValueOrDefault(user), StateOf(leg));
            }
        }

        foreach (var (user, how) in users)
        {
            if (state.Users.GetValueOrDefault(user) != how)
            {
                turn.Tell(new CallTell.User(user, new UserCall(state.Id, how, turn.Now, IsOfQueue(state, live, user))));
            }
        }

        foreach (var user in state.Users.Keys.Where(user => !users.ContainsKey(user)))
        {
            turn.Tell(new CallTell.User(user, new UserCall(state.Id, UserCallState.None, turn.Now)));
        }

        // A hunt holds its trunk while it goes from peer to peer.
        var trunks = live.Select(leg => leg.Target?.Trunk)
            .Concat(state.Attempt?.Remaining.Select(target => target.Trunk) ?? [])
            .OfType<TrunkId>()
            .Distinct()
            .ToList();
        foreach (var trunk in state.Trunks.Except(trunks))
        {
            turn.Tell(new CallTell.Trunk(trunk));
        }

        state.Users = users;
        state.Trunks = trunks;
    }

    private static bool IsOfQueue(CallState state, CallLeg[] live, UserId user) =>
        (state.Back is { } back && live.All(leg => leg.Party.User != user || leg.Id.Number <= back.Devices))
        || state.Queue is { } visit && live.All(leg => leg.Party.User != user || leg.Id == visit.Agent || visit.Offers.Exists(offer => offer.Legs.Contains(leg.Id)));

    private static UserCallState StateOf(CallLeg leg) => leg.Talking ? UserCallState.Talking : leg.Incoming ? UserCallState.Calling : UserCallState.Ringing;

    // Of several devices that ring one may have been answered already.
    private static UserCallState More(UserCallState one, UserCallState other) => (one, other) switch
    {
        (UserCallState.Talking, _) or (_, UserCallState.Talking) => UserCallState.Talking,
        (UserCallState.None, _) => other,
        _ => one,
    };
}
