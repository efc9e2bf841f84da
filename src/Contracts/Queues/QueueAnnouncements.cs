using System.Collections.Immutable;

namespace RtcCluster.Contracts.Queues;

/// <summary>What waiting callers are told.</summary>
[GenerateSerializer, Immutable, Alias("rtc.QueueAnnouncements")]
public sealed record QueueAnnouncements
{
    /// <summary>When the place is told first; null: never. At least 1 s.</summary>
    [Id(0)]
    public TimeSpan? PlaceAfter { get; init; }

    /// <summary>How often it is told again. At least 5 s.</summary>
    [Id(1)]
    public TimeSpan PlaceEvery { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>True: the number of the place is told.</summary>
    [Id(2)]
    public bool Position { get; init; } = true;

    /// <summary>True: the estimated wait is told.</summary>
    [Id(3)]
    public bool EstimatedWait { get; init; } = true;

    /// <summary>The estimate is rounded up to a multiple of this. 1 s to 10 minutes.</summary>
    [Id(4)]
    public TimeSpan RoundTo { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What is told in turn: each the name of an uploaded prompt (see <see cref="Ids.PromptId.IsName"/>), or a text of at most 500 characters that is spoken.</summary>
    [Id(5)]
    public ImmutableArray<string> Periodic { get; init; } = [];

    /// <summary>How often one of them is played. At least 5 s.</summary>
    [Id(6)]
    public TimeSpan PeriodicEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The language of what is spoken (BCP 47): Spanish or English of any region.</summary>
    [Id(60)]
    public string Language { get; init; } = "es-CO";
}
