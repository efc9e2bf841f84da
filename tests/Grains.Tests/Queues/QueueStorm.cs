using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>A contact centre on a bad day: whatever can happen happens by a seed, and messages come late, twice, in another order, or not at all.</summary>
internal sealed class QueueStorm
{
    private const int MostWaiting = 40;
    private static readonly string[] Skills = ["english", "french", "billing"];
    private readonly Random _random;
    private readonly int _agents;
    private readonly int _queues;
    private readonly bool _lossy;
    private readonly QueueStrategy _strategy;
    private int _calls;

    public QueueStorm(int seed, int agents, int queues, QueueStrategy strategy, bool lossy)
    {
        (_random, _agents, _queues, _lossy, _strategy) = (new Random(seed), agents, queues, lossy, strategy);
        for (var queue = 0; queue < queues; queue++)
        {
            Floor.Configure($"q{queue}", Rules(strategy));
        }
    }

    public Floor Floor { get; } = new() { Immediate = false };

    /// <summary>Lets things happen.</summary>
    public void Play(long events)
    {
        while (Floor.Events < events)
        {
            if (Floor.Wire.Count > 0 && _random.Next(4) > 0)
            {
                DeliverOne();
            }
            else
            {
                Happen();
            }

            Check();
        }
    }

    /// <summary>The sun comes out: the network is good, agents work, nobody else calls. Ends when everybody is gone.</summary>
    public void CalmDown()
    {
        for (var round = 0; round < 20_000; round++)
        {
            while (Floor.Wire.Count > 0)
            {
                var first = Floor.Wire[0];
                Floor.Wire.RemoveAt(0);
                Floor.Deliver(first);
                Check();
            }

            if (Floor.Queues.Values.All(queue => queue.Callers.Count == 0) && Floor.Live.Count == 0)
            {
                return;
            }

            for (var agent = 0; agent < _agents; agent++)
            {
                if (Floor.Ringing($"a{agent}") is not null)
                {
                    Floor.Answer($"a{agent}");
                }
                else
                {
                    WorkOn($"a{agent}");
                }
            }

            foreach (var call in Floor.Live.Where(call => call.Talking is not null).ToList())
            {
                Floor.HangUp(call.Id.Name);
            }

            Floor.Advance(TimeSpan.FromSeconds(5));
        }

        throw new InvalidOperationException("Somebody waits for ever: " + string.Join(
            "; ",
            Floor.Queues.Values.SelectMany(queue => queue.Callers.Values).Select(caller => $"{caller.Call} {caller.Phase} {caller.Reason}").Take(5)));
    }

    private void DeliverOne()
    {
        var at = _random.Next(Math.Min(Floor.Wire.Count, 12));
        var message = Floor.Wire[at];
        var fate = _random.Next(20);
        if (fate > 0)
        {
            Floor.Wire.RemoveAt(at);
        }

        // What queues and agents say to each other may be lost; what calls say is said again until it is heard.
        if (fate == 1 && _lossy && (message is FloorMessage.ToAgent or FloorMessage.ToQueue { Input: QueueInput.AgentTold or QueueInput.AgentAnswered }))
        {
            return;
        }

        Floor.Deliver(message);
    }

    private void Happen()
    {
        var (agent, queue) = ($"a{_random.Next(_agents)}", $"q{_random.Next(_queues)}");
        switch (_random.Next(22))
        {
            case < 5 when Floor.Queues[queue].Callers.Count < MostWaiting:
                Arrive(queue);
                break;
            case < 9 when Floor.Ringing(agent) is not null:
                Floor.Answer(agent);
                break;
            case 9 when Floor.Ringing(agent) is not null:
                Floor.Fail(agent, (OfferFailure)_random.Next(4));
                break;
            case 10 or 11 when Pick(call => call is { Outcome: null, Talking: not null }) is { } talking:
                Floor.HangUp(talking);
                break;
            case 12 when Pick(call => call is { Outcome: null, Talking: null, CallbackOffer: null }) is { } impatient:
                Floor.HangUp(impatient);
                break;
            case 13 when Pick(call => call is { Outcome: null, Talking: null, CallbackOffer: null }) is { } tired:
                if (Floor.Put(Floor.Calls[tired].Queue.Name, new QueueInput.CallbackAsked(Floor.Call(tired), "+573001")).Accepted)
                {
                    Floor.Calls[tired].Outcome = "called back";
                }

                break;
            case 14 when Pick(call => call is { Outcome: null, Talking: not null, CallbackOffer: null }) is { } transferred:
                var call = Floor.Calls[transferred];
                Floor.Post(call.Queue, new QueueInput.AgentLeft(call.Id, call.Talking!.Value.Offer));
                call.Outcome = "transferred";
                break;
            case 15:
                Floor.Put(agent, _random.Next(3) switch { 0 => new AgentInput.Paused("lunch"), 1 => new AgentInput.LoggedOut(Force: false), _ => new AgentInput.Ready() });
                break;
            case 16 when _random.Next(10) == 0:
                Floor.Configure(queue, Rules(_random.Next(2) == 0 ? _strategy : Floor.State(queue).Rules.Strategy));
                break;
            case 17 when _random.Next(20) == 0:
                Floor.TakeOver(queue);
                break;
            case 18 when _random.Next(20) == 0:
                Floor.Die(agent);
                Floor.Put(agent, new AgentInput.DeadlineReached());
                break;
            case 19:
                WorkOn(agent);
                break;
            default:
                Floor.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 2_000)));
                break;
        }
    }

    private void Arrive(string queue)
    {
        var name = $"c{++_calls:000000}";
        SkillNeed[] needs = _random.Next(4) == 0
            ? [new SkillNeed(Skills[_random.Next(Skills.Length)], _random.Next(1, 100), [new SkillRelaxation(TimeSpan.FromSeconds(20), 10), new SkillRelaxation(TimeSpan.FromSeconds(60), 0)])]
            : [];
        var join = Floor.Wants(name, _random.Next(8) == 0 ? _random.Next(11) : 0, needs);
        Floor.Join(name, _random.Next(10) == 0 ? join with { Preferred = Floor.Agent($"a{_random.Next(_agents)}"), PreferredFor = TimeSpan.FromSeconds(15) } : join, queue);
    }

    private void WorkOn(string agent)
    {
        if (!Floor.Agents.TryGetValue(agent, out var state) || state.Status == AgentStatus.LoggedOut)
        {
            Floor.LogIn(agent, (Skills[_random.Next(Skills.Length)], _random.Next(1, 100)));
        }
        else if (state.Status == AgentStatus.WrapUp)
        {
            Floor.Put(agent, new AgentInput.Disposed("done"));
        }
        else if (state.Status is AgentStatus.Paused or AgentStatus.Resting || state.Next is not null)
        {
            Floor.Put(agent, new AgentInput.Ready());
        }
    }

    private string? Pick(Func<FloorCall, bool> which)
    {
        var fitting = Floor.Live.Where(which).Take(20).ToList();
        return fitting.Count == 0 ? null : fitting[_random.Next(fitting.Count)].Id.Name;
    }

    private QueueRules Rules(QueueStrategy strategy) => new()
    {
        Strategy = strategy,
        Members = [.. Enumerable.Range(0, _agents).Where(agent => agent == 0 || _random.Next(5) > 0).Select(agent => new QueueMember(Floor.Agent($"a{agent}"), _random.Next(3), _random.Next(1, 5)))],
        AgeingStep = TimeSpan.FromSeconds(_random.Next(5, 60)),
        ProficiencyFirst = _random.Next(2) == 0,
        KeepForLastAgent = _random.Next(2) == 0 ? TimeSpan.FromSeconds(10) : null,
        Callbacks = new CallbackRules { Allowed = true, Attempts = 2, RetryAfter = TimeSpan.FromMinutes(1) },
        WrapUp = new WrapUpRules { Time = TimeSpan.FromSeconds(_random.Next(4)), DispositionRequired = _random.Next(3) == 0 },
        Limits = new QueueLimits { MaxWait = _random.Next(3) == 0 ? TimeSpan.FromMinutes(2) : null },
        Announcements = new QueueAnnouncements { PlaceAfter = TimeSpan.FromSeconds(10), PlaceEvery = TimeSpan.FromSeconds(20), Periodic = ["hello"] },
    };

    // What must hold after each event, whatever came before.
    private void Check()
    {
        Dictionary<Contracts.Ids.UserId, int> promised = [];
        foreach (var state in Floor.Queues.Values)
        {
            foreach (var seat in state.Seats.Values)
            {
                if (seat.Slot is { Phase: SlotPhase.Ringing or SlotPhase.Talking })
                {
                    promised[seat.Agent] = promised.GetValueOrDefault(seat.Agent) + 1;
                }
            }

            foreach (var caller in state.Callers.Values)
            {
                var many = state.Rules.Strategy is QueueStrategy.RingAll or QueueStrategy.RingProgressively || _strategy is QueueStrategy.RingAll or QueueStrategy.RingProgressively;
                Assert.True(caller.Seats.Count <= 1 || (many && caller.Phase == QueuePhase.Offered), $"{caller.Call} is offered {caller.Seats.Count} times at once.");
                Assert.True((caller.Seats.Count > 0) == (caller.Phase is QueuePhase.Offered or QueuePhase.Talking), $"{caller.Call} is {caller.Phase} with {caller.Seats.Count} offers.");
                Assert.Equal(caller.Phase is QueuePhase.Waiting or QueuePhase.Offered, state.Index.Waiting.Contains(PlaceKey.Of(caller, state.Rules.AgeingStep)));
            }
        }

        foreach (var (agent, count) in promised)
        {
            Assert.True(count <= 1, $"{agent} is promised {count} times at once.");
        }
    }
}
