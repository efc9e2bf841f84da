using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>Queues, agents and calls as machines, with a wire between them and a clock: a contact centre without a cluster.</summary>
internal sealed class Floor
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 14, 0, 0, TimeSpan.Zero);
    private static readonly TenantId Tenant = new("demo");
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    // Calls that were to stop before they were to begin.
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);
    private readonly List<FloorCall> _live = [];

    // Agents whose process has died and with whom nobody has spoken since: their clocks stand still.
    private readonly HashSet<string> _asleep = new(StringComparer.Ordinal);

    // What is stored of an agent; and of a queue the inputs that are written, with a snapshot of some of them.
    private readonly Dictionary<string, byte[]> _saved = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Inputs, byte[] State)> _snapshots = new(StringComparer.Ordinal);

    public Floor(QueueRules? rules = null, params string[] agents)
    {
        if (rules is not null)
        {
            Configure("support", rules with { Members = [.. agents.Select(agent => new QueueMember(Agent(agent)))] });
            foreach (var agent in agents)
            {
                LogIn(agent);
            }
        }
    }

    public DateTimeOffset Now { get; private set; } = Start;

    public SortedDictionary<string, QueueState> Queues { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, AgentState> Agents { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, FloorCall> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls that go on, oldest first; those that have ended are taken out when somebody looks.</summary>
    public IReadOnlyList<FloorCall> Live
    {
        get
        {
            _live.RemoveAll(call => call.Outcome is not null);
            return _live;
        }
    }

    public Dictionary<string, List<JournalEntry>> Journals { get; } = [];

    public List<(string Queue, Assignment Why)> Decisions { get; } = [];

    /// <summary>Who was rung for whom, in order: <c>c1>ana</c>.</summary>
    public List<string> Rung { get; } = [];

    public List<string> Announced { get; } = [];

    /// <summary>Whether callers listen to announcements to their end.</summary>
    public bool HearsAnnouncements { get; set; } = true;

    /// <summary>Numbers that were called back, in order.</summary>
    public List<string> Dialled { get; } = [];

    public List<FloorMessage> Wire { get; } = [];

    /// <summary>Messages arrive at once and in order; off: who has the wire delivers them.</summary>
    public bool Immediate { get; init; } = true;

    public long Events { get; private set; }

    public static UserId Agent(string name) => new(Tenant, name);

    public static CallId Call(string name) => new(Tenant, name);

    public static QueueId Queue(string name) => new(Tenant, name);

    public QueueState State(string queue = "support") => Queues[queue];

    public void Configure(string queue, QueueRules rules) => Put(queue, new QueueInput.Configured(Queue(queue), rules));

    public AgentReceipt? LogIn(string agent, params (string Skill, int Level)[] skills)
    {
        if (skills.Length > 0)
        {
            Put(agent, new AgentInput.Configured(Settings(agent) with { Skills = [.. skills.Select(skill => new AgentSkill(skill.Skill, skill.Level))] }));
        }

        return Put(agent, new AgentInput.LoggedIn());
    }

    public AgentSettings Settings(string agent) => Of(agent).Settings;

    /// <summary>The process that an agent lives in dies; the next who speaks with the agent brings them to life elsewhere, as they were stored.</summary>
    public void Die(string agent)
    {
        _asleep.Add(agent);
        if (_saved.TryGetValue(agent, out var saved))
        {
            Agents[agent] = Serializer.Deserialize<AgentState>(saved)!;
        }
    }

    /// <summary>The process that a queue lives in dies; another takes it over, as it was stored.</summary>
    public void TakeOver(string queue)
    {
        var (journal, written) = (Journals[queue], _written[queue]);
        journal.RemoveRange(written, journal.Count - written);
        var (inputs, state) = _snapshots.TryGetValue(queue, out var snapshot)
            ? (snapshot.Inputs, Serializer.Deserialize<QueueState>(snapshot.State)!)
            : (0, new QueueState { Id = Queue(queue) });
        QueueReplay.Run(state, journal.Skip(inputs));
        _snapshots[queue] = (written, Serializer.SerializeToArray(state));
        Queues[queue] = state;
        Put(queue, new QueueInput.Activated());
    }

    public AgentReceipt? Put(string agent, AgentInput input)
    {
        if (_asleep.Remove(agent))
        {
            Put(agent, new AgentInput.Activated(Agent(agent)));
        }

        Events++;
        var effects = AgentMachine.Apply(Of(agent), input, Now);
        if (effects.Save)
        {
            _saved[agent] = Serializer.SerializeToArray(Agents[agent]);
        }

        foreach (var tell in effects.Tells)
        {
            Wire.Add(new FloorMessage.ToQueue(tell.Queue, tell switch
            {
                AgentTell.News news => new QueueInput.AgentTold(news.What),
                AgentTell.Answer answer => new QueueInput.AgentAnswered(answer.What),
                _ => throw new InvalidOperationException(),
            }));
        }

        Drain();
        return effects.Receipt;
    }

    public QueueEffects Put(string queue, QueueInput input)
    {
        Events++;
        if (!Queues.TryGetValue(queue, out var state))
        {
            Queues.Add(queue, state = new QueueState { Id = Queue(queue) });
            Journals.Add(queue, []);
        }

        var before = state.Offers;
        Journals[queue].Add(new JournalEntry(state.Inputs + 1, Now, input));
        if (!QueueMachine.IsRepeated(state, input))
        {
            _written[queue] = Journals[queue].Count;
        }

        var effects = QueueMachine.Apply(state, input, Now);
        Decisions.AddRange(state.Assignments.Where(why => why.Offer > before).Select(why => (queue, why)));
        foreach (var tell in effects.Tells)
        {
            Wire.Add(tell is QueueTell.ToAgent told ? new FloorMessage.ToAgent(told.Who, told.Order) : new FloorMessage.ToCall(Queue(queue), tell));
        }

        Drain();
        return effects;
    }

    public QueueJoinReceipt Join(string call, QueueJoin? join = null, string queue = "support")
    {
        join ??= new QueueJoin { Call = Call(call), Caller = new Party("+57300" + call) };
        if (!Calls.TryGetValue(call, out var known))
        {
            Calls.Add(call, known = new FloorCall(join.Call, Queue(queue), join.Visit));
            _live.Add(known);
        }

        var receipt = Put(queue, new QueueInput.Joined(join)).Join!;
        if (receipt.Status != QueueJoinStatus.Waiting)
        {
            known.Outcome ??= $"refused {receipt.Status}";
        }

        return receipt;
    }

    public static QueueJoin Wants(string call, int priority = 0, params SkillNeed[] needs) =>
        new() { Call = Call(call), Caller = new Party("+57300" + call), Priority = priority, Needs = [.. needs] };

    public void HangUp(string call)
    {
        var known = Calls[call];
        known.Outcome ??= known.Talking is null ? "abandoned" : "served";
        known.Ringing.Clear();
        if (known.CallbackOffer is { } offer)
        {
            Put(known.Queue.Name, new QueueInput.CallbackEnded(offer, known.Outcome == "served" ? CallbackOutcome.Reached : CallbackOutcome.Missed));
            return;
        }

        Post(known.Queue, new QueueInput.Left(known.Id, known.Visit));
    }

    /// <summary>The agent whose devices ring takes the call; what the queue said to it.</summary>
    public bool Answer(string agent)
    {
        var (call, offer) = Ringing(agent) ?? throw new InvalidOperationException($"{agent} is not rung.");
        call.Ringing.Remove(offer);
        call.Over.Add(offer);
        var accepted = Put(call.Queue.Name, new QueueInput.OfferAnswered(call.Id, offer)).Accepted;
        if (accepted)
        {
            call.Talking = (offer, Agent(agent));
            call.Over.UnionWith(call.Ringing.Keys);
            call.Ringing.Clear();
        }
        else if (call.CallbackOffer is not null)
        {
            call.Outcome ??= "too late";
        }

        return accepted;
    }

    public void Fail(string agent, OfferFailure failure = OfferFailure.NoAnswer)
    {
        var (call, offer) = Ringing(agent) ?? throw new InvalidOperationException($"{agent} is not rung.");
        call.Ringing.Remove(offer);
        call.Over.Add(offer);
        call.Outcome ??= call.CallbackOffer is null ? null : "no agent";
        Put(call.Queue.Name, new QueueInput.OfferFailed(call.Id, offer, failure));
    }

    public (FloorCall Call, long Offer)? Ringing(string agent)
    {
        foreach (var call in Live)
        {
            foreach (var (offer, rung) in call.Ringing)
            {
                if (rung == Agent(agent))
                {
                    return (call, offer);
                }
            }
        }

        return null;
    }

    public void Advance(TimeSpan time)
    {
        var end = Now + time;
        while (NextDue() is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            foreach (var queue in Queues.Where(queue => queue.Value.Index.NextDeadline <= Now).ToList())
            {
                Put(queue.Key, new QueueInput.DeadlineReached());
            }

            foreach (var agent in Agents.Where(agent => !_asleep.Contains(agent.Key) && agent.Value.NextDeadline() <= Now).ToList())
            {
                Put(agent.Key, new AgentInput.DeadlineReached());
            }
        }

        Now = end;
    }

    /// <summary>Hands over a message.</summary>
    public void Deliver(FloorMessage message)
    {
        switch (message)
        {
            case FloorMessage.ToQueue to:
                Put(to.Queue.Name, to.Input);
                break;
            case FloorMessage.ToAgent to:
                Put(to.Agent.Name, new AgentInput.Ordered(to.Order));
                break;
            case FloorMessage.ToCall to:
                Hear(to.Queue, to.Tell);
                break;
        }
    }

    public void Post(QueueId queue, QueueInput input)
    {
        Wire.Add(new FloorMessage.ToQueue(queue, input));
        Drain();
    }

    private DateTimeOffset? NextDue() =>
        Queues.Values.Select(queue => queue.Index.NextDeadline).Concat(Agents.Where(agent => !_asleep.Contains(agent.Key)).Select(agent => agent.Value.NextDeadline())).Min();

    private void Drain()
    {
        while (Immediate && Wire.Count > 0)
        {
            var first = Wire[0];
            Wire.RemoveAt(0);
            Deliver(first);
        }
    }

    private AgentState Of(string agent)
    {
        if (!Agents.TryGetValue(agent, out var state))
        {
            Agents.Add(agent, state = new AgentState());
            AgentMachine.Apply(state, new AgentInput.Activated(Agent(agent)), Now);
        }

        return state;
    }

    private void Hear(QueueId queue, QueueTell tell)
    {
        switch (tell)
        {
            case QueueTell.Ring ring when Calls[ring.Call.Name] is { Outcome: null, Talking: null } call && call.Over.Add(ring.Offer):
                call.Ringing.Add(ring.Offer, ring.Agent);
                Rung.Add($"{ring.Call.Name}>{ring.Agent.Name}");
                break;
            case QueueTell.StopRinging stop when Calls.TryGetValue(stop.Call.Name, out var call):
                call.Over.Add(stop.Offer);
                call.Ringing.Remove(stop.Offer);
                call.Outcome ??= call.CallbackOffer is null ? null : "stopped";
                break;
            case QueueTell.StopRinging stop:
                _stopped.Add(stop.Call.Name);
                break;
            case QueueTell.Announce announce:
                Announced.Add($"{announce.Call.Name}: {(announce.What.Prompt is { } prompt ? prompt : $"{announce.What.Position} {announce.What.Wait?.TotalSeconds}")}");
                if (HearsAnnouncements)
                {
                    Post(queue, new QueueInput.Heard(announce.Call, announce.Visit, announce.What.Number));
                }

                break;
            case QueueTell.SendAway away when Calls[away.Call.Name] is var call:
                call.Outcome ??= $"sent {away.Reason} {away.To}";
                call.Ringing.Clear();
                Post(queue, new QueueInput.Left(call.Id, call.Visit));
                break;
            case QueueTell.CallBack back:
                CallBack(queue, back);
                break;
        }
    }

    private void CallBack(QueueId queue, QueueTell.CallBack back)
    {
        var name = $"{back.Waited.Name}-back-{back.Offer}";
        if (Calls.ContainsKey(name) || _stopped.Contains(name))
        {
            return;
        }

        var call = new FloorCall(Call(name), queue, 1) { CallbackOffer = back.Offer };
        call.Ringing.Add(back.Offer, back.Order.Agent);
        Calls.Add(name, call);
        _live.Add(call);
        Rung.Add($"{back.Waited.Name}*>{back.Order.Agent.Name}");
    }
}
