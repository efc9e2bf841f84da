using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Tests.Calls;

namespace RtcCluster.Grains.Tests.Reports;

/// <summary>Agents as machines, told by the calls what queues would tell them. Calls are told one after the other, so what agents hear is put in order first.</summary>
internal sealed class AgentsOnDuty
{
    private static readonly WrapUpRules WrapUp = new() { Time = TimeSpan.FromSeconds(10) };
    private readonly List<(DateTimeOffset At, string Agent, AgentInput Input)> _inputs = [];
    private readonly Dictionary<(QueueId Queue, long Offer), string> _offered = [];
    private readonly Dictionary<(CallId Call, int Visit), List<(QueueId Queue, long Offer)>> _visits = [];
    private readonly HashSet<(QueueId Queue, long Offer)> _connected = [];
    private readonly Dictionary<CallId, int> _heard = [];

    /// <summary>A queue offers a caller.</summary>
    public void Ring(string agent, QueueId queue, long offer, DateTimeOffset at)
    {
        _offered.Add((queue, offer), agent);
        Order(at, agent, new AgentOrder.Reserve(queue, 1, offer, 0, at));
        Order(at, agent, new AgentOrder.Ring(queue, offer));
    }

    /// <summary>The agent has the caller.</summary>
    public void Connect(QueueId queue, long offer, DateTimeOffset at)
    {
        _connected.Add((queue, offer));
        Order(at, _offered[(queue, offer)], new AgentOrder.Connect(queue, offer, WrapUp));
    }

    /// <summary>What a call tells its queue, the queue tells its agents.</summary>
    public void Hear(CallScript call)
    {
        if (call.State.Queue is { } visit)
        {
            _visits[(call.Id, visit.Number)] = [.. visit.Heard.Select(offer => (visit.Queue, offer))];
        }

        foreach (var tell in call.Tells.Skip(_heard.GetValueOrDefault(call.Id)))
        {
            switch (tell)
            {
                case CallTell.OfferFailed failed:
                    Release(call.Now, failed.Queue, failed.Offer, failed.Failure switch
                    {
                        OfferFailure.Declined => ReleaseReason.Declined,
                        OfferFailure.Busy => ReleaseReason.Busy,
                        OfferFailure.Unreachable => ReleaseReason.Unreachable,
                        _ => ReleaseReason.NoAnswer,
                    });
                    break;
                case CallTell.CallBackEnded ended:
                    Release(call.Now, ended.Queue, ended.Offer, ReleaseReason.TalkEnded);
                    break;
                case CallTell.AgentLeft left:
                    Release(call.Now, left.Queue, left.Offer, ReleaseReason.TalkEnded);
                    break;
                case CallTell.QueueLeft left:
                    foreach (var (queue, offer) in _visits[(call.Id, left.Visit)])
                    {
                        Release(call.Now, queue, offer, _connected.Contains((queue, offer)) ? ReleaseReason.TalkEnded : ReleaseReason.CallerGone);
                    }

                    break;
            }
        }

        _heard[call.Id] = call.Tells.Count;
    }

    /// <summary>What the agents have done until a moment, as their grains would hand it over.</summary>
    /// <param name="days">What they do beside their calls.</param>
    /// <param name="until">The moment.</param>
    public IReadOnlyList<(UserId Agent, IReadOnlyList<AgentWork> Work)> Work(string days, DateTimeOffset until)
    {
        var lines = days.Split('\n').Select(line => line.Split(' ')).Select(words => (At: Company.At(words[0]), Agent: words[1], Input: Wish(words[2..])));
        var all = lines.Concat(_inputs).OrderBy(input => input.At).ToLookup(input => input.Agent);
        return [.. all.OrderBy(agent => agent.Key).Select(agent => (Company.User(agent.Key), Day(agent.Key, agent, until)))];
    }

    private static List<AgentWork> Day(string agent, IEnumerable<(DateTimeOffset At, string Agent, AgentInput Input)> inputs, DateTimeOffset until)
    {
        var state = new AgentState();
        AgentMachine.Apply(state, new AgentInput.Activated(Company.User(agent)), Company.Day);
        foreach (var queue in (string[])["support", "sales"])
        {
            AgentMachine.Apply(state, new AgentInput.Ordered(new AgentOrder.Serve(Company.Queue(queue), 1, true)), Company.Day);
        }

        foreach (var (at, _, input) in inputs)
        {
            Pass(state, at);
            AgentMachine.Apply(state, input, at);
        }

        Pass(state, until);
        return state.Unwritten;
    }

    private static void Pass(AgentState state, DateTimeOffset until)
    {
        while (state.NextDeadline() is { } due && due <= until)
        {
            AgentMachine.Apply(state, new AgentInput.DeadlineReached(), due);
        }
    }

    private static AgentInput Wish(string[] words) => words[0] switch
    {
        "in" => new AgentInput.LoggedIn(),
        "out" => new AgentInput.LoggedOut(false),
        "pause" => new AgentInput.Paused(words[1]),
        _ => new AgentInput.Ready(),
    };

    private void Release(DateTimeOffset at, QueueId queue, long offer, ReleaseReason reason) =>
        Order(at, _offered[(queue, offer)], new AgentOrder.Release(queue, offer, reason));

    private void Order(DateTimeOffset at, string agent, AgentOrder order) => _inputs.Add((at, agent, new AgentInput.Ordered(order)));
}
