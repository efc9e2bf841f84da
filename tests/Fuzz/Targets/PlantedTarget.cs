namespace RtcCluster.Fuzz.Targets;

/// <summary>A parser with two bugs planted in it, one that throws and one that overflows the stack: proves that a run finds, keeps and tells both. Not in the list of kinds.</summary>
public sealed class PlantedTarget : FuzzTarget
{
    public override string Kind => "planted";

    public override int MaxLength => 8;

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        if (input is [(byte)'C', ..])
        {
            throw new InvalidDataException("planted");
        }

        return input is [(byte)'S', ..] ? Verdict.Refused($"{Overflow(1)}") : Verdict.Parsed;
    }

    // Each round depends on the next one's result, or the compiler makes a loop of it.
    private static long Overflow(long depth) => depth == 0 ? 0 : Overflow(depth + 1) + depth;
}
