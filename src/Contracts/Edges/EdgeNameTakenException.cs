using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Edges;

/// <summary>Another edge that lives has the name: telephones that registered through one would be looked for at the other.</summary>
/// <param name="name">The name (<c>Edge:Name</c>).</param>
/// <param name="holder">Who has it.</param>
[GenerateSerializer, Alias("rtc.EdgeNameTakenException")]
public sealed class EdgeNameTakenException(string name, EdgeId holder) : Exception($"The edge {holder} has the name {name} and lives.")
{
    /// <summary>Who has the name.</summary>
    [Id(0)]
    public EdgeId Holder { get; } = holder;
}
