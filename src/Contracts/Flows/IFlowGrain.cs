using System.Collections.Immutable;

namespace RtcCluster.Contracts.Flows;

/// <summary>A flow of the directory: judged before it is saved, with every version kept. Key: <see cref="Ids.FlowId"/>. Calls get it from the line that leads to it.</summary>
[Alias("rtc.IFlowGrain")]
public interface IFlowGrain : IGrainWithStringKey
{
    /// <summary>Creates or changes it; the next call goes by it, those that are under way by what they began with.</summary>
    /// <param name="flow">The steps.</param>
    /// <param name="version">The version that was read, 0 for a new one; another one has been saved meanwhile when it is not the newest. Null saves in any case.</param>
    /// <param name="by">Whose change it is.</param>
    [Alias("Configure")]
    Task<FlowReceipt> Configure(FlowDefinition flow, int? version, string by);

    /// <summary>Walks along every edge of a flow, saved or not.</summary>
    [Alias("Test")]
    Task<FlowReport> Test(FlowDefinition flow);

    /// <summary>The flow; null when there is none of this name or version.</summary>
    /// <param name="version">Which one; null for the newest.</param>
    [Alias("View")]
    Task<FlowView?> View(int? version = null);

    /// <summary>Removes it; lines that lead to it refuse calls.</summary>
    [Alias("Remove")]
    Task<FlowReceipt> Remove();
}

/// <summary>How a change of a flow came out.</summary>
[GenerateSerializer, Alias("rtc.FlowStatus")]
public enum FlowStatus
{
    /// <summary>It is saved.</summary>
    Saved = 0,

    /// <summary>It has problems and is not saved.</summary>
    Invalid = 1,

    /// <summary>Somebody else has saved another version meanwhile.</summary>
    Conflict = 2,

    /// <summary>There is no such flow.</summary>
    NotFound = 3,
}

/// <summary>The outcome of a change.</summary>
/// <param name="Status">How it came out.</param>
/// <param name="Problems">What is wrong; each begins with the name of the step.</param>
[GenerateSerializer, Immutable, Alias("rtc.FlowReceipt")]
public sealed record FlowReceipt([property: Id(0)] FlowStatus Status, [property: Id(1)] ImmutableArray<string> Problems);

/// <summary>A flow as it is saved.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The number of the version.</param>
/// <param name="Definition">The steps.</param>
/// <param name="ChangedAt">When it was saved (UTC).</param>
/// <param name="ChangedBy">By whom; empty for the system.</param>
[GenerateSerializer, Immutable, Alias("rtc.FlowView")]
public sealed record FlowView(
    [property: Id(0)] string Name,
    [property: Id(1)] int Version,
    [property: Id(2)] FlowDefinition Definition,
    [property: Id(3)] DateTimeOffset ChangedAt,
    [property: Id(4)] string ChangedBy);

/// <summary>What the tester found.</summary>
/// <param name="Problems">What keeps the flow from being saved.</param>
/// <param name="Edges">Every edge that can be reached, walked.</param>
/// <param name="Unreached">Steps that nothing leads to.</param>
[GenerateSerializer, Immutable, Alias("rtc.FlowReport")]
public sealed record FlowReport(
    [property: Id(0)] ImmutableArray<string> Problems,
    [property: Id(1)] ImmutableArray<FlowWalk> Edges,
    [property: Id(2)] ImmutableArray<string> Unreached);

/// <summary>An edge that the tester walked along.</summary>
/// <param name="From">The step that it leaves.</param>
/// <param name="Outcome">What leads along it: <c>next</c>, a digit, <c>otherwise</c>, <c>open</c>, <c>closed</c>, or <c>=value</c>.</param>
/// <param name="To">The step that it leads to.</param>
/// <param name="How">What happens on the way from the beginning, in order.</param>
/// <param name="Good">False: the run went another way, for example because a variable can never have the value.</param>
[GenerateSerializer, Immutable, Alias("rtc.FlowWalk")]
public sealed record FlowWalk(
    [property: Id(0)] string From,
    [property: Id(1)] string Outcome,
    [property: Id(2)] string To,
    [property: Id(3)] ImmutableArray<string> How,
    [property: Id(4)] bool Good);
