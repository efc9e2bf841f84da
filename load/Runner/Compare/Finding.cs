namespace RtcCluster.Load.Runner.Compare;

/// <summary>One line of a comparison.</summary>
/// <param name="Pair">Which pair it comes from.</param>
/// <param name="What">What was measured.</param>
/// <param name="Unit">In what.</param>
/// <param name="Ours">Our figure; null when it could not be taken.</param>
/// <param name="Peer">The other's name.</param>
/// <param name="Theirs">The other's figure; null when there is none to compare with.</param>
internal sealed record Finding(string Pair, string What, string Unit, double? Ours, string Peer, double? Theirs)
{
    /// <summary>What is wanted at least; null where nothing is.</summary>
    public Goal? AtLeast { get; init; }

    /// <summary>What is aimed at.</summary>
    public Goal? Aim { get; init; }

    /// <summary>How the figures came about: rates, loss, latency.</summary>
    public string Note { get; init; } = "";

    /// <summary>What makes the figure worth nothing: a generator that did not keep up; null when nothing does.</summary>
    public string? Flaw { get; init; }

    /// <summary>Ours by theirs.</summary>
    public double? Ratio => Ours is { } ours && Theirs is { } theirs && theirs != 0 ? ours / theirs : null;

    /// <summary>aim, at least, missed; nothing where there is no goal or no figure.</summary>
    public string Verdict => Flaw is not null ? "void"
        : AtLeast is null ? ""
        : Aim?.IsMet(this) == true ? "aim"
        : AtLeast.IsMet(this) is not { } met ? "not measured"
        : met ? "at least" : "missed";
}
