using RtcCluster.Contracts.Calls;
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

        // A hunt holds its trunk, and counts for whoever pays, while it goes from peer to peer.
        var outside = live.Select(leg => leg.Target).Concat(state.Attempt?.Remaining ?? []).OfType<DialTarget>().ToList();
        var payers = outside.Select(target => target.Payer).OfType<UserId>().Distinct().ToList();
        foreach (var user in users.Keys.Union(payers).Union(state.Users.Keys).Union(state.Payers))
        {
            var (how, pays) = (users.GetValueOrDefault(user), payers.Contains(user));
            if (state.Users.GetValueOrDefault(user) != how || state.Payers.Contains(user) != pays)
            {
                turn.Tell(new CallTell.User(user, new UserCall(state.Id, how, turn.Now, how != UserCallState.None && IsOfQueue(state, live, user), pays)));
            }
        }

        var trunks = outside.Select(target => target.Trunk).OfType<TrunkId>().Distinct().ToList();
        foreach (var trunk in state.Trunks.Except(trunks))
        {
            turn.Tell(new CallTell.Trunk(trunk));
        }

        (state.Users, state.Payers) = (users, payers);
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
