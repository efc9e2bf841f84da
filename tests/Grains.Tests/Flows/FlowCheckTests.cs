using System.Collections.Immutable;
using CsCheck;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Flows;
using static RtcCluster.Grains.Tests.Flows.Flows;

namespace RtcCluster.Grains.Tests.Flows;

/// <summary>What may be saved, and what the tester finds; every flow ends.</summary>
public sealed class FlowCheckTests
{
    [Theory]
    [InlineData("main: choices.1: there is no step 'nowhere'.", "'type':'menu','name':'main','prompt':[{'pause':100}],'choices':{'1':'nowhere'},'otherwise':'end'")]
    [InlineData("main: choices: at least one, each a digit, * or #.", "'type':'menu','name':'main','prompt':[{'pause':100}],'choices':{'12':'end'},'otherwise':'end'")]
    [InlineData("main: prompt: 1 to 20 pieces.", "'type':'say','name':'main','next':'end'")]
    [InlineData("main: prompt[0]: exactly one of say, play, pause, number, digits, time and money.", "'type':'say','name':'main','prompt':[{'pause':100,'play':'x'}],'next':'end'")]
    [InlineData("main: prompt[0]: say: texts of 1 to 500 characters in es-CO or en.", "'type':'say','name':'main','prompt':[{'say':{'fr':'oui'}}],'next':'end'")]
    [InlineData("main: url: an http or https address without a user.", "'type':'webhook','name':'main','url':'ftp://x/','next':'end','otherwise':'end'")]
    [InlineData("main: timeout: 00:00:00.5 to 00:00:15.", "'type':'webhook','name':'main','url':'http://x/','timeout':'00:01:00','next':'end','otherwise':'end'")]
    [InlineData("main: minDigits, maxDigits: 1 to 64, the least first.", "'type':'gather','name':'main','prompt':[{'pause':100}],'minDigits':5,'maxDigits':4,'next':'end','otherwise':'end'")]
    [InlineData("main: into: a variable, 1 to 64 letters, digits and underscores, but not caller or dialled.", "'type':'gather','name':'main','prompt':[{'pause':100}],'into':'caller','next':'end','otherwise':'end'")]
    [InlineData("main: priority: 0 to 10.", "'type':'set','name':'main','priority':11,'next':'end'")]
    [InlineData("main: hours: Hours.TimeZone: an IANA zone.", "'type':'hours','name':'main','hours':{'timeZone':'America/Nowhere'},'open':'end','closed':'end'")]
    [InlineData("Main: name: 1 to 64 of a-z, 0-9, dot, underscore and hyphen.", "'type':'set','name':'Main','next':'end'")]
    public void WhatIsWrong_IsSaidByTheNameOfItsStep(string problem, string step) =>
        Assert.Equal([problem], FlowCheck.Problems(Of(step, HangUp())));

    [Theory]
    [InlineData("steps: 1 to 200.", """{"name":"x","steps":[null]}""")]
    [InlineData("main: choices: at least one, each a digit, * or #.", """{"name":"x","start":"main","steps":[{"type":"menu","name":"main","prompt":[{"pause":100}],"choices":null,"otherwise":"main"}]}""")]
    [InlineData("main: prompt[0]: exactly one of say, play, pause, number, digits, time and money.", """{"name":"x","start":"main","steps":[{"type":"menu","name":"main","prompt":[null],"choices":{"1":"main"},"otherwise":"main"}]}""")]
    [InlineData("main: cases: 1 to 64.", """{"name":"x","start":"main","steps":[{"type":"menu","name":"end","prompt":[{"pause":100}],"choices":{"1":"main"},"otherwise":"main"},{"type":"switch","name":"main","variable":"x","cases":null,"otherwise":"end"}]}""")]
    [InlineData("main: hours: when it is open.", """{"name":"x","start":"main","steps":[{"type":"hours","name":"main","hours":null,"open":"end","closed":"end"},{"type":"hangUp","name":"end"}]}""")]
    [InlineData("main: hours: Hours.TimeZone: an IANA zone.", """{"name":"x","start":"main","steps":[{"type":"hours","name":"main","hours":{"timeZone":null},"open":"end","closed":"end"},{"type":"hangUp","name":"end"}]}""")]
    [InlineData("main: hours: Hours.TimeZone: an IANA zone.", """{"name":"x","start":"main","steps":[{"type":"hours","name":"main","hours":{"timeZone":"Mars/Olympus","zone":[{"from":"2026-01-01T00:00:00Z","offsetMinutes":60}]},"open":"end","closed":"end"},{"type":"hangUp","name":"end"}]}""")]
    public void WhatIsNull_OrSaysMoreThanItMay_IsAProblemAndNoFailure(string problem, string json) => Assert.Contains(problem, FlowCheck.Problems(Read(json)));

    [Fact]
    public void TwoStepsOfOneName_AndAStartThatIsNot_AreSaid()
    {
        Assert.Equal(["end: there are 2 steps of this name."], FlowCheck.Problems(Of(HangUp(), HangUp())));
        Assert.Equal(["start: there is no step 'x'."], FlowCheck.Problems(Of(HangUp()) with { Start = "x" }));
        Assert.Equal(["steps: 1 to 200."], FlowCheck.Problems(new FlowDefinition { Name = "empty" }));
    }

    [Fact]
    public void ARoundInWhichNobodyIsAsked_IsNotSaved_AndOneWithAMenuIs()
    {
        Assert.Equal(["a: a > b > a goes round without the caller being asked anything."], FlowCheck.Problems(Of(Say("a", "b"), Say("b", "a"))));
        Assert.Empty(FlowCheck.Problems(Of(Say("a", "b"), Menu("b", "'1':'a'", otherwise: "a"))));
    }

    [Fact]
    public void TheTester_WalksAlongEveryEdge_AndSaysHow()
    {
        var flow = Of(
            Menu("main", "'1':'ask','2':'main'"),
            Gather("ask", "kind"),
            "'type':'switch','name':'kind','variable':'account','cases':{'4711':'hours'},'otherwise':'crm'",
            "'type':'hours','name':'hours','hours':{'timeZone':'America/Bogota','weekly':[{'day':'monday','from':'08:00:00','to':'18:00:00'}]},'open':'support','closed':'end'",
            "'type':'webhook','name':'crm','url':'http://x/','next':'tier','otherwise':'end'",
            "'type':'switch','name':'tier','variable':'tier','cases':{'gold':'support'},'otherwise':'end'",
            Queue("support"),
            HangUp(),
            Say("lonely", "end"));
        Assert.Empty(FlowCheck.Problems(flow));

        var walked = FlowTester.Walk(flow, "test");

        Assert.All(walked, edge => Assert.True(edge.Good, $"{edge.Edge} was not walked: {string.Join(", ", edge.How)}"));
        Assert.Equal(13, walked.Count);
        Assert.Equal(["lonely"], FlowTester.Unreached(flow, walked));
        Assert.Equal(["account is 4711", "press 1", "press 4711", "while it is open"], walked.Single(edge => edge.Edge is { From: "hours", Outcome: "open" }).How);
        Assert.Equal(["press nothing"], walked.Single(edge => edge.Edge is { From: "main", Outcome: "otherwise" }).How);
    }

    [Fact]
    public void AnEdgeThatNoValueCanTake_IsFound()
    {
        var flow = Of("'type':'set','name':'set','variables':{'x':'1'},'next':'kind'", "'type':'switch','name':'kind','variable':'x','cases':{'2':'end'},'otherwise':'other'", HangUp(), HangUp("other"));

        Assert.Equal(["kind =2 False", "kind otherwise True", "set next True"], FlowTester.Walk(flow, "test").Select(edge => $"{edge.Edge.From} {edge.Edge.Outcome} {edge.Good}").Order());
    }

    [Fact]
    public void WhateverTheFlowIs_AndWhateverTheCallerDoes_ItEnds() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, int.MaxValue]).Sample(
            (size, seed) =>
            {
                var dice = new Random(seed);
                var run = new FlowRun { Plan = new FlowPlan("any", 1, Any(size, dice), ImmutableDictionary<string, string>.Empty) };
                var stage = new Patient();
                FlowMachine.Begin(run, stage);
                for (var i = 0; i < 20_000 && !stage.IsOver; i++)
                {
                    Step(run, stage, dice);
                }

                Assert.True(stage.IsOver, $"still in {run.Step} after {run.Steps} steps");
                Assert.True(run.Steps <= FlowMachine.MaxSteps + 1);
                Assert.True(run.Variables.Count <= FlowMachine.MaxVariables);
            },
            iter: 300,
            threads: 1);

    private static void Step(FlowRun run, Patient stage, Random dice)
    {
        switch (dice.Next(4))
        {
            case 0:
                FlowMachine.Digit(run, "0123456789*#ABCD"[dice.Next(16)], stage);
                break;
            case 1:
                FlowMachine.PromptOver(run, stage);
                break;
            case 2:
                FlowMachine.WebAnswered(run, run.Requests - dice.Next(2), dice.Next(2) == 0 ? """{"x":"1","y":2}""" : "no", stage);
                break;
            default:
                if (run.Until is not null)
                {
                    run.Until = null;
                    FlowMachine.Due(run, stage);
                }

                break;
        }
    }

    private static FlowDefinition Any(int size, Random dice)
    {
        var names = Enumerable.Range(0, size).Select(i => $"s{i}").ToArray();
        string To() => names[dice.Next(size)];
        return Of([.. names.Select(name => dice.Next(7) switch
        {
            0 => Say(name, To()),
            1 => Menu(name, $"'1':'{To()}','2':'{To()}'", To()),
            2 => Gather(name, To()).Replace("'otherwise':'end'", $"'otherwise':'{To()}'", StringComparison.Ordinal),
            3 => $"'type':'set','name':'{name}','variables':{{'x':'{dice.Next(3)}'}},'next':'{To()}'",
            4 => $"'type':'switch','name':'{name}','variable':'x','cases':{{'1':'{To()}'}},'otherwise':'{To()}'",
            5 => $"'type':'webhook','name':'{name}','url':'http://x/','next':'{To()}','otherwise':'{To()}'",
            _ => $"'type':'hours','name':'{name}','hours':{{}},'open':'{To()}','closed':'{To()}'",
        })]);
    }

    private sealed class Patient : IFlowStage
    {
        public bool IsOver { get; private set; }

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public bool IsOpen(QueueHours hours) => true;

        public void Say(ImmutableArray<PromptPiece> pieces, bool interruptible)
        {
        }

        public void Ask(int number, Uri url, string body, TimeSpan timeout)
        {
        }

        public void ToQueue(string queue) => IsOver = true;

        public void ToNumber(string number) => IsOver = true;

        public void HangUp(string? problem) => IsOver = true;
    }
}
