using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Calls;

/// <summary>Keeps users and trunks informed of whether they take part; runs at the end of each turn.</summary>
internal static class Involvement
{
    /// <summary>Tells those for whom it changed. It runs in every turn: it makes no more objects than it must.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        var users = new Dictionary<UserId, UserCallState>();
        List<UserId>? payers = null;
        var trunks = new List<TrunkId>();
        foreach (var leg in state.Legs)
        {
            if (leg.Live)
            {
                if (leg.Party.User is { } user)
                {
                    users[user] = More(users.GetValueOrDefault(user), StateOf(leg));
                }

                Outside(leg.Target, ref payers, trunks);
            }
        }

        // A hunt holds its trunk, and counts for whoever pays, while it goes from peer to peer.
        if (state.Attempt is { } attempt)
        {
            foreach (var target in attempt.Remaining)
            {
                Outside(target, ref payers, trunks);
            }
        }

        Tell(turn, users, payers);
        foreach (var trunk in state.Trunks)
        {
            if (!trunks.Contains(trunk))
            {
                turn.Tell(new CallTell.Trunk(trunk));
            }
        }

        (state.Users, state.Payers, state.Trunks) = (users, payers, trunks);
    }

    private static void Outside(DialTarget? target, ref List<UserId>? payers, List<TrunkId> trunks)
    {
        if (target?.Trunk is { } trunk && !trunks.Contains(trunk))
        {
            trunks.Add(trunk);
        }

        if (target?.Payer is { } payer && payers?.Contains(payer) is not true)
        {
            (payers ??= []).Add(payer);
        }
    }

    // Whoever has a part, pays, or did one of the two until now.
    private static void Tell(CallTurn turn, Dictionary<UserId, UserCallState> users, List<UserId>? payers)
    {
        var state = turn.State;
        foreach (var (user, how) in users)
        {
            Tell(turn, user, how, payers?.Contains(user) is true);
        }

        foreach (var payer in payers ?? [])
        {
            if (!users.ContainsKey(payer))
            {
                Tell(turn, payer, UserCallState.None, pays: true);
            }
        }

        foreach (var user in state.Users.Keys)
        {
            if (!users.ContainsKey(user) && payers?.Contains(user) is not true)
            {
                Tell(turn, user, UserCallState.None, pays: false);
            }
        }

        foreach (var payer in state.Payers ?? [])
        {
            if (!users.ContainsKey(payer) && payers?.Contains(payer) is not true && !state.Users.ContainsKey(payer))
            {
                Tell(turn, payer, UserCallState.None, pays: false);
            }
        }
    }

    private static void Tell(CallTurn turn, UserId user, UserCallState how, bool pays)
    {
        var state = turn.State;
        if (state.Users.GetValueOrDefault(user) != how || (state.Payers?.Contains(user) is true) != pays)
        {
            turn.Tell(new CallTell.User(user, new UserCall(state.Id, how, turn.Now, how != UserCallState.None && IsOfQueue(state, user), pays)));
        }
    }

    private static bool IsOfQueue(CallState state, UserId user) =>
        (state.Back is { } back && state.Legs.TrueForAll(leg => !leg.Live || leg.Party.User != user || leg.Id.Number <= back.Devices))
        || (state.Queue is { } visit && state.Legs.TrueForAll(leg => !leg.Live || leg.Party.User != user || leg.Id == visit.Agent || visit.Offers.Exists(offer => offer.Legs.Contains(leg.Id))));

    private static UserCallState StateOf(CallLeg leg) => leg.Talking ? UserCallState.Talking : leg.Incoming ? UserCallState.Calling : UserCallState.Ringing;

    // Of several devices that ring one may have been answered already.
    private static UserCallState More(UserCallState one, UserCallState other) => (one, other) switch
    {
        (UserCallState.Talking, _) or (_, UserCallState.Talking) => UserCallState.Talking,
        (UserCallState.None, _) => other,
        _ => one,
    };
}
