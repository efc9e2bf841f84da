using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>
/// One call in bad weather, all of it decided by a seed: events in any order, twice or never, intents of anybody, time, and activations that die between
/// two saves. Two edges take the commands with the numbering of the contract.
/// </summary>
internal sealed class CallStorm
{
    private static readonly DeepCopier Copier = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<DeepCopier>();
    private readonly Random _random;
    private readonly Random? _joins;
    private readonly CallRules _rules = new();
    private readonly Dictionary<EdgeId, StormEdge> _edges = new() { [A] = new(A), [B] = new(B) };
    private DateTimeOffset _now = Start;
    private CallState _state = new();
    private CallState _saved = new();

    /// <param name="seed">Decides everything.</param>
    /// <param name="joins">Whether other calls want to be joined with this one, or this one with them.</param>
    public CallStorm(int seed, bool joins = false)
    {
        _random = new Random(seed);
        _joins = joins ? new Random(seed) : null;
    }

    public List<string> Diary { get; } = [];

    public CallState State => _state;

    public IEnumerable<StormEdge> Edges => _edges.Values;

    public void Play()
    {
        Begin();
        var steps = _random.Next(5, 80);
        for (var step = 0; step < steps; step++)
        {
            if (_joins?.Next(5) == 0)
            {
                Join(_joins);
            }

            Step();
        }

        Turn(new CallInput.Intended(new HangUpIntent(Agent3, true)));
        // The ringing of a transfer ends with the first of the two, the recording's time with the second.
        for (var end = 0; end < 2; end++)
        {
            _now += TimeSpan.FromDays(2);
            Turn(new CallInput.DeadlineReached());
        }

        Turn(new CallInput.Archived());
        foreach (var edge in _edges.Values)
        {
            Deliver(edge, int.MaxValue);
        }
    }

    private void Begin()
    {
        var signalling = _random.Next(3) == 0 ? B : A;
        if (_random.Next(5) == 0)
        {
            var asked = new CallOrigination { User = Agent1, To = "1002", Edge = A, EdgeName = "a", At = _now };
            var own = new RingPlan(new Party("1001", null, Agent1), [.. Enumerable.Range(1, _random.Next(1, 3)).Select(device => Device(Agent1, Edge(), device))]);
            Turn(new CallInput.Originated(new CallId(Tenant, "c1"), asked, own, A, 90));
            return;
        }

        var offer = new CallOffer
        {
            Edge = signalling,
            EdgeName = "e",
            Caller = new Party("1001", null, Agent1),
            Dialled = "1002",
            Sdp = _random.Next(4) == 0 ? null : "offer",
            SignallingId = "id",
            At = _now,
        };
        _edges[signalling].Open.Add(LegId.First);
        Turn(new CallInput.Offered(new CallId(Tenant, "c1"), offer, A, 90));
    }

    private void Step()
    {
        switch (_random.Next(20))
        {
            case 0:
                Crash();
                break;
            case 1:
                _now += TimeSpan.FromSeconds(_random.Next(1, 40));
                Turn(new CallInput.DeadlineReached());
                break;
            case 2 or 3:
                Turn(new CallInput.Intended(Intent()));
                break;
            case 4 when _random.Next(6) == 0:
                Turn(new CallInput.EdgeStopping(Edge()));
                break;
            case 5 when _random.Next(6) == 0:
                var lost = Edge();
                _edges[lost].Lost = true;
                Turn(new CallInput.EdgeGone(lost, [.. _edges.Keys.Select(there => new EdgeInfo(there, "edge", "127.0.0.1", true, _now))]));
                break;
            case 4 when _random.Next(3) == 0:
                Leave(_edges[Edge()]);
                break;
            case 6:
                var again = _edges[Edge()];
                if (again.LastReport is { } report)
                {
                    Report(report);
                }

                break;
            case <= 9:
                Deliver(_edges[Edge()], _random.Next(1, 5));
                break;
            default:
                var edge = _edges[Edge()];
                var events = Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Event(edge)).ToArray();
                Report(edge.Report(_state.Epoch, events));
                break;
        }
    }

    private void Leave(StormEdge edge)
    {
        var near = Enumerable.Range(1, Math.Max(1, _state.Legs.Count)).Where(_ => _random.Next(4) == 0).Select(leg => new LegId(leg));
        var others = _edges.Values.Where(other => _random.Next(4) > 0 || other != edge).Select(there => new EdgeInfo(there.Id, "edge", "127.0.0.1", true, _now));
        if (Turn(new CallInput.EdgeLeaves(edge.Id, [.. near], _random.Next(3) == 0, [.. others])).Leave == LeaveStatus.Goes)
        {
            edge.Leaves = true;
        }
    }

    private void Join(Random random)
    {
        var by = new[] { Agent1, Agent2, Agent3 }[random.Next(3)];
        var leg = new LegId(random.Next(1, _state.Legs.Count + 2));
        var younger = new CallId(Tenant, $"d{random.Next(3)}");
        var older = new CallId(Tenant, $"b{random.Next(2)}");
        switch (random.Next(13))
        {
            case 9:
                var boss = new UserId(Tenant, "boss");
                var own = new RingPlan(new Party("1005", null, boss), [.. Enumerable.Range(1, random.Next(3)).Select(device => Device(boss, random.Next(2) == 0 ? A : B, device))]);
                Turn(new CallInput.SupervisionWanted(new SuperviseIntent(boss, true, (SupervisorMode)random.Next(5)), own, false, true));
                break;
            case 10:
                Turn(new CallInput.Intended(new SuperviseIntent(new UserId(Tenant, "boss"), true, (SupervisorMode)random.Next(5))));
                break;
            case 11 or 12:
                Turn(new CallInput.Intended(new ConferenceIntent(by, false, random.Next(6) == 0 ? older : younger)));
                break;
            case 6:
                Turn(new CallInput.PickAsked(new CallPick(new NamedLeg(random.Next(6) == 0 ? older : younger, LegId.First), new Party("", null, by))));
                break;
            case 7:
                Turn(new CallInput.PickAnswered(random.Next(2) == 0 ? IntentStatus.NotFound : IntentStatus.Accepted));
                break;
            case 8:
                Turn(new CallInput.YieldAsked(new CallYield(older, new Party("", null, by), leg, Itself: true)));
                break;
            case 0:
                Turn(new CallInput.YieldAsked(new CallYield(older, new Party("", null, by), random.Next(2) == 0 ? leg : null, random.Next(2) == 0 ? 3 : null)));
                break;
            case 1:
                Turn(new CallInput.Taken(older));
                break;
            case 2:
                Turn(new CallInput.JoinAsked(new CallJoin(new NamedLeg(younger, LegId.First), leg, new Party("", null, by), 3)));
                break;
            case 3:
                Turn(new CallInput.JoinAnswered(leg, 3, IntentStatus.NotFound));
                break;
            default:
                Turn(new CallInput.Intended(new JoinIntent(by, false, random.Next(6) == 0 ? older : younger)));
                break;
        }
    }

    private YieldReceipt Yielded(JoinQuestion question)
    {
        var browser = _joins!.Next(4) == 0;
        var edge = _joins.Next(2) == 0 ? A : B;
        var leg = question.Request.Itself
            ? new YieldedLeg(new NamedLeg(question.Other, LegId.First), edge, question.Request.By, true, null, browser ? "hub:tab" : null, false, false, browser ? null : "offer")
            : new YieldedLeg(
                new NamedLeg(question.Other, new LegId(2)), edge, new Party("1009", null, Agent3), false, browser ? null : Device(Agent3, edge), browser ? "hub:tab" : null, _joins.Next(5) == 0);
        return _joins.Next(4) == 0 ? new YieldReceipt((IntentStatus)_joins.Next(1, 6)) : new YieldReceipt(IntentStatus.Accepted, null, leg);
    }

    private EdgeId Edge() => _random.Next(2) == 0 ? A : B;

    private LegEvent Event(StormEdge edge)
    {
        var leg = new LegId(_random.Next(0, _state.Legs.Count + 2));
        var over = _random.Next(40) == 0;
        LegEvent happened = _random.Next(17) switch
        {
            0 or 1 => new LegRinging(leg, _now, 180),
            2 => new LegEarlyMedia(leg, _now, 183, $"early{_random.Next(3)}"),
            3 or 4 or 5 => new LegAnswered(leg, _now, _random.Next(6) == 0 ? null : "answer", [1]),
            6 => new LegFailed(leg, _now, new CallFailure(new[] { 404, 408, 486, 503, 603 }[_random.Next(5)], "x")),
            7 when over => new LegClosed(leg, _now, new EndCause(_random.Next(2) == 0 ? EndKind.Hangup : EndKind.SessionExpired)),
            8 => new LegReoffered(leg, _now, _random.Next(4) == 0 ? null : "again"),
            9 => new LegReofferAnswered(leg, _now, "fine", null),
            10 => new LegReferred(leg, _now, _random.Next(9), "1003", _random.Next(8) == 0 ? "x:1" : null),
            11 => new MediaOffered(leg, _now, "made"),
            12 or 13 => new MediaAnswered(leg, _now, _random.Next(2) == 0 ? null : "made", _random.Next(3) == 0),
            14 when over => new MediaRefused(leg, _now, new CallFailure(488, "x")),
            15 when over => new MediaLost(leg, _now),
            16 => new RecordingClosed(leg, _now, new RecordingId(Tenant, $"c1-{_random.Next(1, 3)}"), 1, 1, true),
            _ => new MediaUp(leg, _now),
        };
        var mayBeIts = State.Leg(leg) is not { } known ? leg.Number > State.Legs.Count : known.Edge == edge.Id;
        if (mayBeIts && !edge.Signals(leg) && happened is not (MediaOffered or MediaAnswered or MediaRefused))
        {
            // An edge says nothing of a leg that it has not been told to invite yet, nor of one that the call may come to make before the report is
            // taken; about legs of others it may say anything.
            return new MediaUp(leg, _now);
        }

        if (happened is LegClosed or LegFailed)
        {
            edge.Open.Remove(leg);
        }

        return happened;
    }

    private CallIntent Intent()
    {
        var by = new[] { Agent1, Agent2, Agent3 }[_random.Next(3)];
        return _random.Next(10) switch
        {
            0 => new HangUpIntent(by, false),
            < 4 => new HoldIntent(by, false),
            < 7 => new ResumeIntent(by, false),
            < 9 => new TransferIntent(by, false, "1003"),
            _ => new DigitsIntent(by, false, "1"),
        };
    }

    private RoutePlan Plan() => _random.Next(9) switch
    {
        8 => new PickRoute(CallDirection.Internal, false, new CallId(Tenant, $"b{_random.Next(2)}")),
        0 => new RefuseRoute(CallDirection.Internal, false, new CallFailure(404, "x")),
        1 => new RedirectRoute(CallDirection.Internal, false, "1003"),
        2 => new PlayRoute(CallDirection.Internal, _random.Next(2) == 0, MediaSource.Echo),
        3 or 4 => Hunt([.. Enumerable.Range(1, _random.Next(1, 4)).Select(peer => Peer($"p{peer}", Edge()))]),
        _ => Ring(_random.Next(2) == 0 ? Agent2 : Agent3, _random.Next(2) == 0, [.. Enumerable.Range(1, _random.Next(1, 4)).Select(device => Device(Agent2, Edge(), device))])
            with { Otherwise = _random.Next(3) == 0 ? new RingFallback(Agent2, "1004", _random.Next(2) == 0 ? "1005" : null) : null },
    };

    private void Report(LegReport report)
    {
        var receipt = Turn(new CallInput.Reported(report)).Report!;
        var edge = _edges[report.Edge];
        edge.Acknowledged(receipt);
    }

    private CallEffects Turn(CallInput input)
    {
        Diary.Add(input is CallInput.Reported { Report: var told }
            ? $"{told.Edge} {told.Epoch}/{told.FirstNumber}: {string.Join(", ", told.Events.Select(happened => $"{happened.GetType().Name} {happened.Leg}"))}"
            : input.ToString());
        var draft = Copier.Copy(_state);
        foreach (var link in draft.Links)
        {
            link.Confirm(_edges[link.Edge].Confirmed);
        }

        var effects = CallMachine.Apply(draft, input, _rules, _now);
        while (effects.Question is not null || effects.Join is not null)
        {
            CallInput answer = effects.Question is { } question ? new CallInput.Routed(question, Plan()) : new CallInput.Joined(effects.Join!, Yielded(effects.Join!));
            Diary.Add($"  {answer}");
            effects = effects.Then(CallMachine.Apply(draft, answer, _rules, _now));
        }

        _state = draft;
        if (effects.Save)
        {
            _saved = Copier.Copy(draft);
        }

        return effects;
    }

    private void Deliver(StormEdge edge, int count)
    {
        if (_state.Link(edge.Id) is { Lost: false } link)
        {
            if (link.SavedNext is not null)
            {
                Turn(new CallInput.EdgeAhead(edge.Id, edge.Taken.Count));
                edge.Confirmed = edge.Taken.Count;
                link = _state.Link(edge.Id)!;
            }

            edge.Take(link, count);
        }
    }

    // The activation dies: what was not saved is gone, and the next one begins where the store is.
    private void Crash()
    {
        if (!_saved.Exists)
        {
            return;
        }

        Diary.Add("-- crash --");
        _state = Copier.Copy(_saved);
        foreach (var edge in _edges.Values)
        {
            edge.Confirmed = 0;
        }

        Turn(new CallInput.Activated());
        foreach (var edge in _edges.Values)
        {
            Deliver(edge, 0);
        }
    }
}

/// <summary>An edge in the storm.</summary>
internal sealed class StormEdge(EdgeId id)
{
    private int _reported;

    public EdgeId Id => id;

    public List<CallCommand> Taken { get; } = [];

    public int Confirmed { get; set; }

    public bool Lost { get; set; }

    public bool Leaves { get; set; }

    public HashSet<LegId> Open { get; } = [];

    public HashSet<LegId> Media { get; } = [];

    public LegReport? LastReport { get; private set; }

    public bool Signals(LegId leg) => Open.Contains(leg) || Taken.Exists(command => command.Leg == leg && command is (InviteLeg or TakeLeg or AdoptLeg or AdoptDialog));

    public LegReport Report(long epoch, params LegEvent[] events) => LastReport = new LegReport(id, epoch, _reported + 1, [.. events]);

    public void Acknowledged(ReportReceipt receipt)
    {
        if (receipt.Status == ReportStatus.Accepted)
        {
            _reported = Math.Max(_reported, receipt.SavedThrough);
        }
    }

    public void Take(EdgeLink link, int count)
    {
        var skip = Taken.Count + 1 - link.FirstNumber;
        Assert.True(skip >= 0, $"Commands {Taken.Count + 1} to {link.FirstNumber - 1} are lost.");
        foreach (var command in link.Outbox.Skip(skip).Take(count))
        {
            Taken.Add(command);
            switch (command)
            {
                case InviteLeg invite:
                    Assert.DoesNotContain(Taken.SkipLast(1), before => before is InviteLeg same && same.Leg == invite.Leg);
                    Open.Add(invite.Leg);
                    break;
                case TakeLeg or AdoptLeg:
                    Assert.True(Open.Add(command.Leg), $"Leg {command.Leg} was taken twice.");
                    break;
                case AdoptDialog:
                    Open.Add(command.Leg);
                    break;
                case LeaveCall leave:
                    Assert.DoesNotContain(Open, leg => !leave.Staying.Contains(leg));
                    Media.Clear();
                    break;
                case ForgetCall when Leaves:
                    // A call that ends on its way is forgotten with what it still had here.
                    Media.Clear();
                    break;
                case HandOver or ParkLeg or EndLeg or RejectLeg or ReleaseLeg:
                    Open.Remove(command.Leg);
                    break;
                case OpenMedia:
                    Assert.True(Media.Add(command.Leg), $"The media of leg {command.Leg} was opened twice.");
                    break;
                case CloseMedia:
                    Media.Remove(command.Leg);
                    break;
            }
        }

        Confirmed = Math.Max(Confirmed, Math.Min(Taken.Count, link.NextNumber - 1));
    }
}
