using System.Collections.Immutable;
using System.Text.Json;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Flows;

/// <summary>Walks along every edge of a flow with the rules that calls go by, and says what a caller does to get there.</summary>
internal static class FlowTester
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The edges, each walked, in the order of the steps; edges of steps that nobody can reach are not among them.</summary>
    public static IReadOnlyList<WalkedEdge> Walk(FlowDefinition flow, string name)
    {
        Dictionary<string, ImmutableArray<FlowEdge>> ways = new() { [flow.Start] = [] };
        Queue<string> open = new([flow.Start]);
        while (open.TryDequeue(out var at))
        {
            foreach (var edge in FlowEdge.Of(flow.Step(at)!).Where(edge => ways.TryAdd(edge.To, ways[at].Add(edge))))
            {
                open.Enqueue(edge.To);
            }
        }

        return [.. flow.Steps.Where(step => ways.ContainsKey(step.Name)).SelectMany(FlowEdge.Of).Select(edge => Walk(flow, name, [.. ways[edge.From], edge]))];
    }

    /// <summary>The steps that no edge leads to.</summary>
    public static IReadOnlyList<string> Unreached(FlowDefinition flow, IReadOnlyList<WalkedEdge> walked)
    {
        var reached = walked.Select(edge => edge.Edge.To).Append(flow.Start).ToHashSet();
        return [.. flow.Steps.Select(step => step.Name).Where(step => !reached.Contains(step))];
    }

    private static WalkedEdge Walk(FlowDefinition flow, string name, IReadOnlyList<FlowEdge> way)
    {
        var run = new FlowRun { Plan = new FlowPlan(name, 0, flow, ImmutableDictionary<string, string>.Empty) };
        var stage = new Stage(run, way);
        stage.Prepare();
        FlowMachine.Begin(run, stage);
        for (var at = -1; stage.IsWaiting && stage.At < way.Count && stage.At > at;)
        {
            at = stage.At;
            stage.Go();
        }

        var steps = way.Select(edge => edge.From).Append(way[^1].To);
        return new WalkedEdge(way[^1], [.. stage.Did], run.Way.Take(way.Count + 1).SequenceEqual(steps));
    }

    // The way is walked in the caller's place: a digit where one is wanted, silence where the caller is to say nothing, the answer of a web service.
    private sealed class Stage(FlowRun run, IReadOnlyList<FlowEdge> way) : IFlowStage
    {
        public List<string> Did { get; } = [];

        public int At => run.Way.Count - 1;

        public bool IsWaiting { get; private set; } = true;

        public DateTimeOffset Now { get; private set; } = Moment;

        // Instant steps are passed within one turn, so each is prepared for when the run comes to it.
        public bool IsOpen(QueueHours hours)
        {
            var isOpen = At >= way.Count || way[At].Outcome == "open";
            Did.Add(isOpen ? "while it is open" : "while it is closed");
            return isOpen;
        }

        public void Say(ImmutableArray<PromptPiece> pieces, bool interruptible)
        {
        }

        public void Ask(int number, Uri url, string body, TimeSpan timeout)
        {
        }

        public void ToQueue(string queue) => IsWaiting = false;

        public void ToNumber(string number) => IsWaiting = false;

        public void HangUp(string? problem) => IsWaiting = false;

        // What a switch goes by is there from the beginning, unless a step on the way says it.
        public void Prepare()
        {
            run.Variables["caller"] = run.Variables["dialled"] = "";
            foreach (var (variable, value) in Wanted(0))
            {
                run.Variables[variable] = value;
                Did.Add(value.Length == 0 ? $"{variable} is something else" : $"{variable} is {value}");
            }
        }

        public void Go()
        {
            var (edge, at) = (way[At], At);
            switch (run.Plan.Definition.Step(edge.From))
            {
                case MenuStep when edge.Outcome != "otherwise":
                    Did.Add($"press {edge.Outcome}");
                    FlowMachine.Digit(run, edge.Outcome[0], this);
                    break;
                case GatherStep gather when edge.Outcome == "next":
                    var wanted = Wanted(at).GetValueOrDefault(gather.Into, "");
                    Press(wanted.Length >= gather.MinDigits && wanted.Length <= gather.MaxDigits && wanted.All(char.IsAsciiDigit) ? wanted : new string('1', gather.MinDigits), at);
                    break;
                case MenuStep or GatherStep:
                    Did.Add("press nothing");
                    while (At == at && IsWaiting)
                    {
                        FlowMachine.PromptOver(run, this);
                        Due();
                    }

                    break;
                case WebhookStep:
                    Did.Add(edge.Outcome == "next" ? "the service answers" : "the service fails");
                    FlowMachine.WebAnswered(run, run.Requests, edge.Outcome == "next" ? JsonSerializer.Serialize(Wanted(at)) : null, this);
                    break;
                default:
                    FlowMachine.PromptOver(run, this);
                    break;
            }
        }

        private void Press(string digits, int at)
        {
            Did.Add($"press {digits}");
            foreach (var digit in digits)
            {
                FlowMachine.Digit(run, digit, this);
            }

            if (At == at)
            {
                Due();
            }
        }

        private Dictionary<string, string> Wanted(int from)
        {
            Dictionary<string, string> wanted = [];
            foreach (var edge in way.Skip(from))
            {
                if (run.Plan.Definition.Step(edge.From) is SwitchStep choice)
                {
                    wanted.TryAdd(choice.Variable, edge.Outcome == "otherwise" ? "" : edge.Outcome[1..]);
                }
            }

            return wanted;
        }

        private void Due()
        {
            Now = run.Until ?? Now;
            run.Until = null;
            FlowMachine.Due(run, this);
        }
    }
}

/// <summary>An edge that was walked.</summary>
/// <param name="Edge">The edge.</param>
/// <param name="How">What happens on the way from the beginning, in order.</param>
/// <param name="Good">True when the run went along it.</param>
internal sealed record WalkedEdge(FlowEdge Edge, IReadOnlyList<string> How, bool Good);
