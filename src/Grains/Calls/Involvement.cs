using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>Keeps users and trunks informed of whether they take part; runs at the end of each turn.</summary>
internal static class Involvement
{
    /// <summary>Tells those for whom it changed.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        var live = state.Legs.Where(leg => leg.Live).ToArray();
        var users = live.Select(leg => leg.Party.User).OfType<UserId>().Distinct().ToList();
        foreach (var user in users.Except(state.Users))
        {
            turn.Tell(new CallTell.User(user, Ended: false));
        }

        foreach (var user in state.Users.Except(users))
        {
            turn.Tell(new CallTell.User(user, Ended: true));
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
}
