namespace RtcCluster.Fuzz.Targets;

/// <summary>One parser under test: runs an input through it and through everything that a host does with the result.</summary>
/// <remarks>An exception out of <see cref="Run"/> is a bug of the parser, whatever the input: bad input is a status.</remarks>
public abstract class FuzzTarget
{
    /// <summary>Its name on the command line and of its corpus folder.</summary>
    public abstract string Kind { get; }

    /// <summary>Longest input that a mutation makes, bytes.</summary>
    public virtual int MaxLength => 4_096;

    /// <summary>Words of the format that mutations insert whole: no bit flip finds them.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Parses, reads everything, checks what must hold.</summary>
    /// <exception cref="FindingException">Something that must hold does not.</exception>
    public abstract Verdict Run(ReadOnlySpan<byte> input);

    /// <summary>Fails with what must hold unless it does.</summary>
    protected static void Demand(bool holds, string what)
    {
        if (!holds)
        {
            throw new FindingException(what);
        }
    }

    protected static byte[][] AsWords(params string[] words) => Array.ConvertAll(words, System.Text.Encoding.Latin1.GetBytes);
}
