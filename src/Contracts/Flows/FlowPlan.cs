using System.Collections.Immutable;

namespace RtcCluster.Contracts.Flows;

/// <summary>A flow as a call goes through it: the version that was in force when the call came.</summary>
/// <param name="Name">The flow's name in the directory.</param>
/// <param name="Version">Its version.</param>
/// <param name="Definition">The steps.</param>
/// <param name="Audio">The blobs of the prompts that it plays, by their names.</param>
[GenerateSerializer, Immutable, Alias("rtc.FlowPlan")]
public sealed record FlowPlan(
    [property: Id(0)] string Name,
    [property: Id(1)] int Version,
    [property: Id(2)] FlowDefinition Definition,
    [property: Id(3)] ImmutableDictionary<string, string> Audio);
