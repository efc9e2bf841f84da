using BenchmarkDotNet.Attributes;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Load.Micro.Queues;

/// <summary>What an assignment costs in a queue of 1,000 agents and 1,000 callers; once through one of the two, never through all pairs.</summary>
[MemoryDiagnoser]
public class QueueAssign
{
    private const int Agents = 1_000;
    private const int Callers = 1_000;
    private static readonly TenantId Tenant = new("demo");
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private readonly QueueState _waiting = Staffed(free: false);
    private readonly QueueState _idle = Staffed(free: true);
    private long _version = 10;
    private int _visit;

    /// <summary>Fills the queues, and lets them run until nothing in them grows any more.</summary>
    public QueueAssign()
    {
        for (var caller = 0; caller < Callers; caller++)
        {
            Join(_waiting, $"c{caller}", 1);
        }

        for (var round = 0; round < 600; round++)
        {
            AgentBecomesFree();
            CallerArrives();
        }
    }

    /// <summary>1,000 wait and one of 1,000 agents becomes free, is offered the first caller and refuses.</summary>
    [Benchmark]
    public int AgentBecomesFree()
    {
        var news = News(Agents / 2, ++_version, free: true);
        QueueMachine.Apply(_waiting, new QueueInput.AgentTold(news), Now);
        var refused = new AgentAnswer(_waiting.Offers, AgentAnswerKind.Refused, News(Agents / 2, ++_version, free: false));
        QueueMachine.Apply(_waiting, new QueueInput.AgentAnswered(refused), Now);
        return _waiting.Index.Waiting.Count;
    }

    /// <summary>1,000 agents are free and a caller comes, is offered to the longest idle and hangs up.</summary>
    [Benchmark]
    public int CallerArrives()
    {
        Join(_idle, "caller", ++_visit);
        var why = _idle.Offers;
        var seat = _idle.Index.OfferedTo[why];
        QueueMachine.Apply(_idle, new QueueInput.Left(new CallId(Tenant, "caller"), _visit), Now);
        var released = new AgentAnswer(why, AgentAnswerKind.Released, News((int)seat.Number - 1, seat.Version, free: true));
        QueueMachine.Apply(_idle, new QueueInput.AgentAnswered(released), Now);
        return _idle.Index.Free.Count;
    }

    private static QueueState Staffed(bool free)
    {
        var state = new QueueState();
        var rules = new QueueRules { Members = [.. Enumerable.Range(0, Agents).Select(agent => new QueueMember(Agent(agent), agent))] };
        QueueMachine.Apply(state, new QueueInput.Configured(new QueueId(Tenant, "support"), rules), Now);
        for (var agent = 0; agent < Agents; agent++)
        {
            QueueMachine.Apply(state, new QueueInput.AgentTold(News(agent, 1, free)), Now);
        }

        return state;
    }

    private static void Join(QueueState state, string call, int visit) => QueueMachine.Apply(
        state, new QueueInput.Joined(new QueueJoin { Call = new CallId(Tenant, call), Caller = new Party("+573001234567"), Visit = visit }), Now);

    private static UserId Agent(int number) => new(Tenant, $"agent{number:0000}");

    private static AgentNews News(int agent, long version, bool free) =>
        new(Agent(agent), version, free ? AgentStatus.Available : AgentStatus.Paused, free, Now.AddSeconds(-agent), [], 1);
}
