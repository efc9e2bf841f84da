using System.Collections.Immutable;
using RtcCluster.Contracts.Flows;

namespace RtcCluster.Grains.Flows;

/// <summary>A way from one step to another.</summary>
/// <param name="From">The step that it leaves.</param>
/// <param name="Outcome">What leads along it: <c>next</c>, a digit, <c>otherwise</c>, <c>open</c>, <c>closed</c>, or <c>=value</c>.</param>
/// <param name="To">The step that it leads to.</param>
internal sealed record FlowEdge(string From, string Outcome, string To)
{
    /// <summary>Where it is written in its step.</summary>
    public string Field => Outcome.StartsWith('=') ? $"cases.{Outcome[1..]}" : Outcome.Length == 1 ? $"choices.{Outcome}" : Outcome;

    /// <summary>The ways out of a step, in a fixed order; none for one that leaves the flow.</summary>
    public static IEnumerable<FlowEdge> Of(FlowStep step) => step switch
    {
        SayStep say => [new(step.Name, "next", say.Next)],
        MenuStep menu => [.. (menu.Choices ?? ImmutableDictionary<string, string>.Empty).OrderBy(choice => choice.Key, StringComparer.Ordinal).Select(choice => new FlowEdge(step.Name, choice.Key, choice.Value)), new(step.Name, "otherwise", menu.Otherwise)],
        GatherStep gather => [new(step.Name, "next", gather.Next), new(step.Name, "otherwise", gather.Otherwise)],
        HoursStep hours => [new(step.Name, "open", hours.Open), new(step.Name, "closed", hours.Closed)],
        SetStep set => [new(step.Name, "next", set.Next)],
        SwitchStep choice => [.. (choice.Cases ?? ImmutableDictionary<string, string>.Empty).OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => new FlowEdge(step.Name, $"={value.Key}", value.Value)), new(step.Name, "otherwise", choice.Otherwise)],
        WebhookStep hook => [new(step.Name, "next", hook.Next), new(step.Name, "otherwise", hook.Otherwise)],
        _ => [],
    };
}
