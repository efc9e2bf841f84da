using System.Collections.Immutable;

namespace RtcCluster.Contracts.Flows;

/// <summary>A part of what is said; exactly one of its fields but <see cref="Currency"/> is set.</summary>
[GenerateSerializer, Immutable, Alias("rtc.FlowPiece")]
public sealed record FlowPiece
{
    /// <summary>A text in each language, by its tag; at most 500 characters each. Variables are not put in: a caller must not write what is spoken.</summary>
    [Id(0)]
    public ImmutableDictionary<string, string>? Say { get; init; }

    /// <summary>An uploaded prompt, by its name.</summary>
    [Id(1)]
    public string? Play { get; init; }

    /// <summary>Silence, in milliseconds; 20 to 10,000.</summary>
    [Id(2)]
    public int? Pause { get; init; }

    /// <summary>A variable, spoken as a number.</summary>
    [Id(3)]
    public string? Number { get; init; }

    /// <summary>A variable, spoken digit by digit.</summary>
    [Id(4)]
    public string? Digits { get; init; }

    /// <summary>A variable of the form <c>hh:mm</c>, spoken as a time of day.</summary>
    [Id(5)]
    public string? Time { get; init; }

    /// <summary>A variable with an amount, spoken as money.</summary>
    [Id(6)]
    public string? Money { get; init; }

    /// <summary>The amount's currency (ISO 4217).</summary>
    [Id(7)]
    public string Currency { get; init; } = "COP";
}
