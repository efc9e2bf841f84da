namespace RtcCluster.Grains.Agents;

/// <summary>The rules of an agent: a state and an input give a changed state and effects, the same ones each time.</summary>
/// <remarks>
/// An agent has one slot. A queue reserves it (<see cref="Reserving"/>), rings, connects and releases (<see cref="Working"/>); what the agent wants is in
/// <see cref="Wishes"/>, and <see cref="Announcing"/> tells the queues what has become of it all.
/// </remarks>
internal static class AgentMachine
{
    /// <summary>Applies an input. The state is changed in place: the caller keeps the old one until the new one is saved.</summary>
    public static AgentEffects Apply(AgentState state, AgentInput input, DateTimeOffset now)
    {
        var turn = new AgentTurn(state, now);
        if (input is AgentInput.Ordered { Order: { Taken: { } version } order })
        {
            Announcing.Taken(turn, order.Queue, version, order is AgentOrder.Reserve);
        }

        switch (input)
        {
            case AgentInput.Activated activated:
                Announcing.Activated(turn, activated.Id);
                Working.Check(turn);
                WorkLog.Activated(turn);
                break;
            case AgentInput.Configured configured:
                Wishes.Configure(turn, configured.Settings);
                break;
            case AgentInput.LoggedIn:
                Wishes.LogIn(turn);
                break;
            case AgentInput.LoggedOut loggedOut:
                Wishes.LogOut(turn, loggedOut.Force);
                break;
            case AgentInput.Paused paused:
                Wishes.Pause(turn, paused.Reason);
                break;
            case AgentInput.Ready:
                Wishes.Ready(turn);
                break;
            case AgentInput.Disposed disposed:
                Working.Dispose(turn, disposed.Disposition);
                break;
            case AgentInput.Engaged engaged:
                Wishes.Engaged(turn, engaged.Call, engaged.Ended);
                break;
            case AgentInput.EngagedIn engaged:
                Wishes.EngagedIn(turn, engaged.Calls);
                break;
            case AgentInput.Ordered { Order: AgentOrder.Serve serve }:
                Announcing.Serve(turn, serve);
                break;
            case AgentInput.Ordered { Order: AgentOrder.NewsTaken taken }:
                Announcing.Taken(turn, taken.Queue, taken.Version, taken.Wants);
                break;
            case AgentInput.Ordered { Order: AgentOrder.Reserve reserve }:
                Reserving.Asked(turn, reserve);
                break;
            case AgentInput.Ordered { Order: AgentOrder.Ring ring }:
                Working.Rings(turn, ring);
                break;
            case AgentInput.Ordered { Order: AgentOrder.Connect connect }:
                Working.Connect(turn, connect);
                break;
            case AgentInput.Ordered { Order: AgentOrder.Release release }:
                Working.Release(turn, release);
                break;
            case AgentInput.DeadlineReached:
                Working.Check(turn);
                Reserving.Check(turn);
                Announcing.Check(turn);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "The agent has no rule for this input.");
        }

        Reserving.Settle(turn);
        Announcing.Settle(turn);
        return turn.Effects();
    }
}
