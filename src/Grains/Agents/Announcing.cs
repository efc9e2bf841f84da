using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Agents;

/// <summary>The queues know how the agent is: each change has a version and is told until it is confirmed.</summary>
internal static class Announcing
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private const int MostDoublings = 5;

    /// <summary>Another activation has the agent: nobody knows for sure what was told before.</summary>
    public static void Activated(AgentTurn turn, UserId id)
    {
        var state = turn.State;
        state.Id = id;
        state.Epoch++;
        state.Told = null;
        state.Bids.Clear();
        state.BidsUntil = null;
        turn.Save();
    }

    /// <summary>The agent serves a queue, or no longer does.</summary>
    public static void Serve(AgentTurn turn, AgentOrder.Serve serve)
    {
        var state = turn.State;
        if (state.Link(serve.Queue) is not { } link)
        {
            link = new QueueLink { Queue = serve.Queue };
            state.Links.Add(link);
            state.Links.Sort((a, b) => string.CompareOrdinal(a.Queue.Key, b.Queue.Key));
        }

        if (serve.Rules > link.Rules)
        {
            (link.Rules, link.Serves) = (serve.Rules, serve.Serves);
            link.Asked &= serve.Serves;
            turn.Save();
        }

        // The news are the confirmation.
        Tell(turn, link);
    }

    /// <summary>A queue knows the news of a version.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="version">The version.</param>
    /// <param name="wants">True when a reservation comes with it.</param>
    public static void Taken(AgentTurn turn, QueueId queue, long version, bool wants)
    {
        var state = turn.State;
        if (state.Link(queue) is not { } link)
        {
            return;
        }

        if (version > state.Version)
        {
            // An activation before this one told more than it wrote, by a clock ahead of ours: what is told from here on must not look old.
            state.Version = version;
            state.Told = null;
        }

        link.Taken = Math.Max(link.Taken, version);
        link.Asked &= version < state.Version || wants;
    }

    /// <summary>News that were not confirmed are told again.</summary>
    public static void Check(AgentTurn turn)
    {
        var state = turn.State;
        if (state.TellAgainAt <= turn.Now)
        {
            state.TellTries++;
            foreach (var link in state.Links.Where(link => link.Serves && link.Taken < state.Version))
            {
                Tell(turn, link);
            }

            state.TellAgainAt = turn.Now + FirstRetry * (1 << Math.Min(state.TellTries, MostDoublings));
        }
    }

    /// <summary>Tells what has changed in the turn, and sends the answers that were given in it.</summary>
    public static void Settle(AgentTurn turn)
    {
        var state = turn.State;
        var wasFree = state.Told?.Free is true;
        var changed = state.Told is not { } told || told.Free != state.Free || Group(told.Status) != Group(state.Status)
            || told.IdleSince != state.IdleSince || told.Skills != state.Settings.Skills;
        if (changed)
        {
            // By the clock, so that an agent whose state was lost and begins anew is not ignored as old.
            state.Version = Math.Max(state.Version + 1, turn.Now.UtcTicks);
            state.Told = News(state, 0);
            state.TellTries = 0;
            turn.Note();
        }

        var answered = turn.Answers.Select(answer => answer.Queue).ToHashSet();
        foreach (var (queue, offer, kind) in turn.Answers)
        {
            turn.Tell(new AgentTell.Answer(queue, new AgentAnswer(offer, kind, News(state, state.Link(queue)?.Rules ?? 0))));
        }

        if (changed)
        {
            if (state.Free && !wasFree)
            {
                Reserving.Open(turn);
            }

            foreach (var link in state.Links.Where(link => link.Serves && !answered.Contains(link.Queue)))
            {
                Tell(turn, link);
            }
        }

        var open = state.Links.Exists(link => link.Serves && link.Taken < state.Version);
        state.TellAgainAt = !open ? null : state.TellAgainAt is { } due && !changed ? due : turn.Now + FirstRetry;
    }

    private static void Tell(AgentTurn turn, QueueLink link) => turn.Tell(new AgentTell.News(link.Queue, News(turn.State, link.Rules)));

    private static AgentNews News(AgentState state, long rules) =>
        new(state.Id, state.Version, state.Status, state.Free, state.IdleSince, state.Settings.Skills, rules);

    // Between reserved, ringing, talking and wrapping up there is no difference for who is not concerned.
    private static AgentStatus Group(AgentStatus status) =>
        status is AgentStatus.Reserved or AgentStatus.Ringing or AgentStatus.OnCall or AgentStatus.WrapUp or AgentStatus.Resting ? AgentStatus.OnCall : status;
}
