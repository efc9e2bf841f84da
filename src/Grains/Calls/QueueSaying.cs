using System.Collections.Immutable;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>Something that a waiting caller is being told, or will be next.</summary>
[GenerateSerializer, Alias("rtc.state.QueueSaying")]
internal sealed class QueueSaying
{
    /// <summary>The queue's number of it.</summary>
    [Id(0)]
    public int Number { get; set; }

    /// <summary>What is heard.</summary>
    [Id(1)]
    public ImmutableArray<PromptPiece> Pieces { get; set; } = [];
}
