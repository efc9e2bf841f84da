namespace RtcCluster.Fuzz.Targets;

/// <summary>What a parser said of an input.</summary>
/// <param name="Reason">Why it was refused; null when it was parsed.</param>
public readonly record struct Verdict(string? Reason)
{
    public static Verdict Parsed => default;

    public bool IsParsed => Reason is null;

    public static Verdict Refused(string reason) => new(reason);

    public static Verdict Of<TStatus>(TStatus status, TStatus ok)
        where TStatus : struct, Enum => EqualityComparer<TStatus>.Default.Equals(status, ok) ? Parsed : Refused(status.ToString());
}
