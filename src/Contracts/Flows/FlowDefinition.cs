using System.Collections.Immutable;

namespace RtcCluster.Contracts.Flows;

/// <summary>What a caller of a menu goes through: steps as data, made by an administrator.</summary>
[GenerateSerializer, Immutable, Alias("rtc.FlowDefinition")]
public sealed record FlowDefinition
{
    /// <summary>Shown to people; at most 100 characters.</summary>
    [Id(0)]
    public string Name { get; init; } = "";

    /// <summary>The language that it speaks until a step chooses another (BCP 47): <c>es-CO</c> or <c>en</c>.</summary>
    [Id(1)]
    public string Language { get; init; } = "es-CO";

    /// <summary>The first step's name.</summary>
    [Id(2)]
    public string Start { get; init; } = "";

    /// <summary>The steps, in the order that people see them; 1 to 200.</summary>
    [Id(3)]
    public ImmutableArray<FlowStep> Steps { get; init; } = [];

    /// <summary>The step of a name; null when there is none.</summary>
    public FlowStep? Step(string? name)
    {
        foreach (var step in Steps)
        {
            if (step.Name == name)
            {
                return step;
            }
        }

        return null;
    }
}
