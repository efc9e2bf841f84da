using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>Plays one call against the machine: gives inputs, and shows the commands that each of them made.</summary>
internal sealed class CallScript
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    public static readonly TenantId Tenant = new("demo");
    public static readonly EdgeId A = new("127.0.0.1:11111@1");
    public static readonly EdgeId B = new("127.0.0.1:11112@1");
    public static readonly UserId Agent1 = new(Tenant, "agent1");
    public static readonly UserId Agent2 = new(Tenant, "agent2");
    public static readonly UserId Agent3 = new(Tenant, "agent3");
    public static readonly TrunkId Carrier = new(Tenant, "carrier");
    private readonly Dictionary<EdgeId, int> _events = [];
    private readonly Dictionary<EdgeId, int> _shown = [];

    public string Name { get; init; } = "c1";

    public CallId Id => new(Tenant, Name);

    public CallState State { get; set; } = new();

    public CallRules Rules { get; } = new();

    public DateTimeOffset Now { get; set; } = Start;

    public RouteQuestion? Question { get; private set; }

    public JoinQuestion? Join { get; private set; }

    public QueueQuestion? Queue { get; private set; }

    public RoomQuestion? Room { get; private set; }

    public ParkQuestion? Park { get; private set; }

    public List<CallTell> Tells { get; } = [];

    public bool Saved { get; private set; }

    public static LegId Leg(int number) => new(number);

    public static DialTarget Device(UserId user, EdgeId edge, int device = 1) => new() { Uri = $"sip:{user.Name}@127.0.0.1:{6000 + device}", Edge = edge, User = user };

    public static DialTarget Peer(string name, EdgeId edge) => new() { Uri = $"sip:x@{name}", Edge = edge, Trunk = Carrier, Peer = name };

    public static RingRoute Ring(UserId user, bool record = false, params DialTarget[] targets) =>
        new(CallDirection.Internal, record, new Party("1002", user.Name, user), [.. targets], 30);

    public static HuntRoute Hunt(params DialTarget[] targets) =>
        new(CallDirection.Outbound, false, new Party("+576011111111", Trunk: Carrier), [.. targets], 60, new Party("+576015550100"));

    /// <summary>What the last turn led to.</summary>
    public CallEffects Last { get; private set; } = new(false, null, [], null, null);

    public CallEffects Apply(CallInput input)
    {
        var effects = CallMachine.Apply(State, input, Rules, Now);
        Last = effects;
        Saved = effects.Save;
        Question = effects.Question;
        Join = effects.Join;
        Queue = effects.Queue;
        Room = effects.Room;
        Park = effects.Park;
        Tells.AddRange(effects.Tells);
        return effects;
    }

    /// <summary>A call of agent1 that came in at an edge; anchored at A unless told otherwise.</summary>
    public CallScript Offer(EdgeId? edge = null, string? sdp = "offer", Party? caller = null, string dialled = "1002", EdgeId? anchor = null)
    {
        var offer = new CallOffer
        {
            Edge = edge ?? A,
            EdgeName = "edge",
            Caller = caller ?? new Party("1001", "Agent One", Agent1),
            Dialled = dialled,
            Sdp = sdp,
            SignallingId = "id@phone",
            At = Now,
        };
        Apply(new CallInput.Offered(Id, offer, anchor ?? edge ?? A, 90));
        return this;
    }

    public CallScript Originate(params DialTarget[] own)
    {
        var asked = new CallOrigination { User = Agent1, To = "1002", Edge = A, EdgeName = "edge", At = Now };
        Apply(new CallInput.Originated(Id, asked, new RingPlan(new Party("1001", "Agent One", Agent1), [.. own]), A, 90));
        return this;
    }

    public CallScript Route(RoutePlan plan)
    {
        Apply(new CallInput.Routed(Question ?? throw new InvalidOperationException("No line was asked."), plan));
        return this;
    }

    /// <summary>The line leads to a queue, which lets the caller in or not.</summary>
    public CallScript Enter(string queue = "support", QueueJoinReceipt? receipt = null)
    {
        Route(new QueueRoute(CallDirection.Internal, false, new QueueId(Tenant, queue)));
        Apply(new CallInput.QueueJoined(receipt ?? new QueueJoinReceipt(QueueJoinStatus.Waiting, ServiceLevel: new ServiceLevelRules())));
        return this;
    }

    /// <summary>The queue has a telephone of an agent rung.</summary>
    public CallScript OfferTo(UserId agent, long offer, CallFailure? refusal = null)
    {
        var visit = State.Queue!;
        var plan = new RingPlan(new Party($"10{agent.Name[^1]:00}", agent.Name, agent), refusal is null ? [Device(agent, A)] : [], refusal);
        Apply(new CallInput.QueueRings(visit.Queue, visit.Number, offer, plan, TimeSpan.FromSeconds(20)));
        return this;
    }

    /// <summary>The telephone that was rung last answers, and the queue agrees.</summary>
    public CallScript AgentAnswers()
    {
        See(Answered(State.Legs.Count));
        Apply(new CallInput.QueueConfirmed(true));
        return this;
    }

    /// <summary>The queue sends the caller elsewhere.</summary>
    public CallScript SendAway(QueueJoinStatus why, string? to = null)
    {
        Apply(new CallInput.QueueSends(State.Queue!.Queue, State.Queue.Number, to, why));
        return this;
    }

    /// <summary>Events of legs that an edge reports, numbered as an edge does.</summary>
    public CallScript See(EdgeId edge, params LegEvent[] events)
    {
        var first = _events.GetValueOrDefault(edge) + 1;
        _events[edge] = first + events.Length - 1;
        Apply(new CallInput.Reported(new LegReport(edge, State.Epoch, first, [.. events])));
        return this;
    }

    public CallScript See(params LegEvent[] events) => See(A, events);

    public CallScript Wait(TimeSpan time)
    {
        Now += time;
        Apply(new CallInput.DeadlineReached());
        return this;
    }

    public IntentReceipt Act(CallIntent intent) => Apply(new CallInput.Intended(intent)).Receipt!;

    public LegRinging Ringing(int leg) => new(Leg(leg), Now, 180);

    public LegEarlyMedia Early(int leg, string sdp = "early") => new(Leg(leg), Now, 183, sdp);

    public LegAnswered Answered(int leg, string? sdp = "answer") => new(Leg(leg), Now, sdp, null);

    public LegFailed Failed(int leg, int code) => new(Leg(leg), Now, new CallFailure(code, "failed"));

    public LegClosed Closed(int leg, EndKind kind = EndKind.Hangup) => new(Leg(leg), Now, new EndCause(kind));

    public LegReoffered Reoffered(int leg, string? sdp = "hold") => new(Leg(leg), Now, sdp);

    public LegReferred Referred(int leg, string to, string? replaces = null, NamedLeg? replaced = null) => new(Leg(leg), Now, 7, to, replaces, replaced);

    public LegReofferAnswered ReofferAnswered(int leg, string? sdp = "again") => new(Leg(leg), Now, sdp, null);

    public LegDigit Digit(char digit, int leg = 1) => new(Leg(leg), Now, digit, 100);

    public PromptEnded PromptEnded(int number, PromptEnd how = PromptEnd.Played, int leg = 1) => new(Leg(leg), Now, number, how);

    public MediaAnswered MediaAnswered(int leg, string? sdp = null, bool hold = false) => new(Leg(leg), Now, sdp, hold);

    public MediaOffered MediaOffered(int leg, string sdp = "made") => new(Leg(leg), Now, sdp);

    public MediaRefused MediaRefused(int leg, int code = 488) => new(Leg(leg), Now, new CallFailure(code, "no codec"));

    public RecordingClosed RecordingClosed(int number = 1, bool complete = true) =>
        new(Leg(1), Now, new RecordingId(Tenant, $"{Name}-{number}"), 5, 9_400, complete, complete ? null : "disk full");

    /// <summary>The commands to an edge since the last look, in words.</summary>
    public string[] Sent(EdgeId edge)
    {
        var link = State.Link(edge);
        var after = _shown.GetValueOrDefault(edge);
        if (link is null)
        {
            return [];
        }

        _shown[edge] = link.NextNumber - 1;
        return [.. link.Outbox.Skip(after + 1 - link.FirstNumber).Select(Words.Of)];
    }

    public string[] Sent() => Sent(A);

    public string[] Ledger => [.. State.Ledger.Select(entry => Words.Of(entry.Event))];

    public CallEnded Over => Assert.IsType<CallEnded>(State.Ledger[^1].Event);

    /// <summary>agent1 talks with agent2, both at A.</summary>
    public CallScript Connected(bool record = false)
    {
        Offer().Route(Ring(Agent2, record, Device(Agent2, A))).See(Ringing(2), Answered(2));
        Sent();
        return this;
    }

    public ImmutableArray<LegId> Live => [.. State.Legs.Where(leg => leg.Live).Select(leg => leg.Id)];
}
