using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Flows;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Flows;

/// <summary>A caller on the way through a flow: where, since when, and what is known by now. The rules are in <see cref="FlowMachine"/>.</summary>
[GenerateSerializer, Alias("rtc.state.FlowRun")]
internal sealed class FlowRun : CallProgram
{
    /// <summary>The flow.</summary>
    [Id(0)]
    public required FlowPlan Plan { get; init; }

    /// <summary>True when what comes after the flow is to be recorded.</summary>
    [Id(1)]
    public bool Record { get; init; }

    /// <summary>Redirections up to here.</summary>
    [Id(2)]
    public int Hops { get; init; }

    /// <summary>The step.</summary>
    [Id(3)]
    public string Step { get; set; } = "";

    /// <summary>Steps on the way, oldest first; bounded.</summary>
    [Id(4)]
    public List<string> Way { get; set; } = [];

    /// <summary>How many steps there were since the caller pressed a digit.</summary>
    [Id(5)]
    public int SinceDigit { get; set; }

    /// <summary>How many there were in all.</summary>
    [Id(6)]
    public int Steps { get; set; }

    /// <summary>How often the step's prompt has been said.</summary>
    [Id(7)]
    public int Attempt { get; set; }

    /// <summary>Digits gathered by the step.</summary>
    [Id(8)]
    public string Digits { get; set; } = "";

    /// <summary>The language.</summary>
    [Id(9)]
    public string Language { get; set; } = "";

    /// <summary>The priority in a queue.</summary>
    [Id(10)]
    public int Priority { get; set; }

    /// <summary>Skills that are needed, and their levels.</summary>
    [Id(11)]
    public SortedDictionary<string, int> Skills { get; set; } = [];

    /// <summary>What is known.</summary>
    [Id(12)]
    public SortedDictionary<string, string> Variables { get; set; } = [];

    /// <summary>The number of the last web request.</summary>
    [Id(13)]
    public int Requests { get; set; }

    /// <summary>True while its answer is waited for.</summary>
    [Id(14)]
    public bool Asking { get; set; }

    /// <inheritdoc/>
    public override void Begin(CallTurn turn, CallLeg leg) => FlowMachine.Begin(this, new FlowStage(turn, leg, this));

    /// <inheritdoc/>
    public override void Digit(CallTurn turn, CallLeg leg, char digit) => FlowMachine.Digit(this, digit, new FlowStage(turn, leg, this));

    /// <inheritdoc/>
    public override void PromptOver(CallTurn turn, CallLeg leg, PromptEnd how) => FlowMachine.PromptOver(this, new FlowStage(turn, leg, this));

    /// <inheritdoc/>
    public override void Due(CallTurn turn, CallLeg leg) => FlowMachine.Due(this, new FlowStage(turn, leg, this));

    /// <inheritdoc/>
    public override void WebAnswered(CallTurn turn, CallLeg leg, int number, string? body) => FlowMachine.WebAnswered(this, number, body, new FlowStage(turn, leg, this));

    /// <summary>The flow's entry into the ledger.</summary>
    public FlowEntered Entered(DateTimeOffset at) => new(at, Plan.Name, Plan.Version, Leg);

    /// <summary>The flow's exit.</summary>
    public FlowLeft Exit(DateTimeOffset at, string to) => new(at, Plan.Name, string.Join('>', Way), to);
}
